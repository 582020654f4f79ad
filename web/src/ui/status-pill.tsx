import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type en from '../i18n/en.json'

type StatusKey = Extract<keyof typeof en, `status_${string}`>

const COLOURS: Readonly<Record<string, string>> = {
  draft: 'gray',
  submitted: 'blue',
  in_review: 'violet',
  changes_requested: 'orange',
  accepted: 'teal',
  in_production: 'green',
  ready: 'green',
  delivered: 'gray',
  on_hold: 'orange',
  rejected: 'red',
  cancelled: 'gray',
  received: 'blue',
  needs_unit: 'orange',
  analysed: 'teal',
  unreadable: 'red',
  queued: 'blue',
  solving: 'violet',
  proposed: 'violet',
  approved: 'blue',
  published: 'green',
  superseded: 'gray',
  impossible: 'red',
  failed: 'red',
  planned: 'blue',
  released: 'teal',
  running: 'green',
  cooling: 'cyan',
  finished: 'teal',
  completed: 'gray',
}

/** A status in words; the colour only repeats them. */
export function StatusPill({ status }: { status: string }) {
  const { t } = useTranslation()
  return (
    <Badge
      variant="outline"
      color={COLOURS[status] ?? 'gray'}
      c="var(--ink)"
      radius="sm"
      tt="none"
      fw={500}
    >
      {t(`status_${status}` as StatusKey)}
    </Badge>
  )
}
