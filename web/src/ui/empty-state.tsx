import { Center, Stack, Text, Title } from '@mantine/core'
import { IconLock, IconMapSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

type Props = { icon?: ReactNode; title: string; hint?: ReactNode; action?: ReactNode }

/** Nothing here yet: what that means and what to do next. */
export function EmptyState({ icon, title, hint, action }: Props) {
  return (
    <Center py={64}>
      <Stack align="center" gap="xs" maw={480} ta="center">
        <span className="faint" aria-hidden>
          {icon}
        </span>
        <Title order={2} size="h4">
          {title}
        </Title>
        {hint && <Text className="faint">{hint}</Text>}
        {action}
      </Stack>
    </Center>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<IconMapSearch size={40} />}
      title={t('page_unknown')}
      hint={t('page_unknown_hint')}
      action={<Link href="/">{t('to_start')}</Link>}
    />
  )
}

export function NotAllowed() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<IconLock size={40} />}
      title={t('page_refused')}
      hint={t('page_refused_hint')}
      action={<Link href="/">{t('to_start')}</Link>}
    />
  )
}
