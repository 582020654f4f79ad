import {
  ActionIcon,
  Avatar,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core'
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, taken } from '../api/client'
import type { Language } from '../i18n'
import { useMe } from '../me'
import { useChange } from './use-change'

/** Language, colours and the way out. */
export function PersonMenu() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const language = useChange({
    call: (chosen: Language) => taken(api.PATCH('/api/me', { body: { language: chosen } })),
    touches: [],
    done: (changed) => queries.setQueryData(['me'], changed),
  })
  const leave = useChange({
    call: () => taken(api.DELETE('/api/session')),
    touches: [],
    done: () => {
      queries.clear()
      queries.setQueryData(['me'], null)
    },
  })
  return (
    <>
      <SchemeSwitch />
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <UnstyledButton aria-label={t('account_of', { name: me.name })}>
            <Avatar radius="xl" size={32}>
              <IconUser size={18} aria-hidden />
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm">{me.name}</Text>
            <Text size="xs" className="faint">
              {me.email}
            </Text>
          </Menu.Label>
          <SegmentedControl
            fullWidth
            size="xs"
            my={4}
            aria-label={t('language')}
            value={i18n.language}
            onChange={(chosen) => language.mutate(chosen as Language)}
            data={[
              { value: 'en', label: 'English' },
              { value: 'ru', label: 'Русский' },
            ]}
          />
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>
            {t('sign_out')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function SchemeSwitch() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const dark =
    colorScheme === 'dark' ||
    (colorScheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={dark ? t('light_colours') : t('dark_colours')}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  )
}
