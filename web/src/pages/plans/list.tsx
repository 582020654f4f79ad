import { Anchor, Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay, IconTimeline } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { api, taken } from '../../api/client'
import { usePages } from '../../api/pages'
import { useMay } from '../../me'
import { type Column, DataList } from '../../ui/data-list'
import { EmptyState } from '../../ui/empty-state'
import { moment, percent } from '../../ui/format'
import { Page } from '../../ui/page'
import { StatusPill } from '../../ui/status-pill'
import { gapOf, type Plan } from './figures'
import { RunDialog } from './run-dialog'

/** Every run and draft, newest first. */
export default function PlansPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [, go] = useLocation()
  const [asking, { open, close }] = useDisclosure()
  const list = usePages<Plan>(['plans', 'list'], (cursor) =>
    taken(api.GET('/api/plans', { params: { query: { cursor } } })),
  )
  const run = may('plan_write') && (
    <Button leftSection={<IconPlayerPlay size={16} />} onClick={open}>
      {t('run_plan')}
    </Button>
  )
  return (
    <Page title={t('plans')} actions={run}>
      <DataList
        label={t('plans')}
        list={list}
        columns={useColumns()}
        keyOf={(plan) => plan.id}
        empty={
          <EmptyState
            icon={<IconTimeline size={40} />}
            title={t('no_plan')}
            hint={t('no_plan_hint')}
            action={run}
          />
        }
      />
      <RunDialog opened={asking} close={close} started={(plan) => go(`/plans/${plan.id}`)} />
    </Page>
  )
}

function useColumns(): Column<Plan>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'number',
      head: t('plan'),
      cell: (plan) => (
        <Anchor component={Link} href={`/plans/${plan.id}`} size="sm" className="numbers">
          {plan.number}
        </Anchor>
      ),
    },
    { key: 'status', head: t('status'), cell: (plan) => <StatusPill status={plan.status} /> },
    { key: 'made', head: t('made_at'), cell: (plan) => moment(plan.created_at), wide: true },
    { key: 'builds', head: t('builds'), cell: (plan) => plan.build_count, numeric: true },
    { key: 'pieces', head: t('pieces_word'), cell: (plan) => plan.piece_count, numeric: true },
    {
      key: 'gap',
      head: t('gap'),
      cell: (plan) => {
        const gap = gapOf(plan)
        return gap === null ? '–' : percent(gap, 1)
      },
      numeric: true,
    },
    {
      key: 'schedule',
      head: '',
      cell: (plan) =>
        plan.build_count > 0 && (
          <Anchor component={Link} href={`/schedule?plan=${plan.id}`} size="sm">
            {t('show_schedule')}
          </Anchor>
        ),
    },
  ]
}
