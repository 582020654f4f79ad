import { AppShell, Badge, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useLive } from '../api/live'
import { useMay, useMe } from '../me'
import { setZone } from './format'
import { LINKS } from './links'
import { PersonMenu } from './person-menu'

/** What is around every screen: where one can go, who one is, whether the data is fresh. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { zone } = useMe()
  const [opened, { toggle, close }] = useDisclosure()
  setZone(zone)
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !opened } }}
    >
      <a href="#main" className="skip">
        {t('skip_to_content')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t('navigation')}
            />
            <Text fw={700}>{t('name')}</Text>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <ZoneChip />
            <LiveBadge />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('navigation')}>
        <ScrollArea p="xs">
          <Links close={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main">{children}</AppShell.Main>
    </AppShell>
  )
}

function Links({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const [path] = useLocation()
  return LINKS.filter(({ action }) => may(action)).map(({ to, label, Icon }) => (
    <NavLink
      key={to}
      component={Link}
      href={to}
      label={t(label)}
      leftSection={<Icon size={18} aria-hidden />}
      active={path === to || path.startsWith(`${to}/`)}
      aria-current={path === to ? 'page' : undefined}
      onClick={close}
    />
  ))
}

function LiveBadge() {
  const { t } = useTranslation()
  const live = useLive()
  return (
    <Badge variant="dot" color={live ? 'green' : 'yellow'} tt="none" role="status">
      {live ? t('live') : t('reconnecting')}
    </Badge>
  )
}

/** Somebody in another zone is told that times are the centre's. */
function ZoneChip() {
  const { t } = useTranslation()
  const { zone } = useMe()
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === zone) return null
  return (
    <Badge variant="outline" color="gray" tt="none" visibleFrom="sm" title={zone}>
      {t('centre_time', { zone: zone.split('/').pop()?.replaceAll('_', ' ') })}
    </Badge>
  )
}
