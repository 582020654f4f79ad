import { Center, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** The page in front of everything: for who is not signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  useDocumentTitle(`${title} · amcenter`)
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400}>
        <div>
          <Text fw={700} size="lg">
            {t('name')}
          </Text>
          <Text className="faint">{t('what_it_is')}</Text>
        </div>
        <Paper withBorder p="lg" radius="md" bg="var(--card)">
          <Title order={1} size="h3" mb="md">
            {title}
          </Title>
          {children}
        </Paper>
        <SegmentedControl
          size="xs"
          aria-label={t('language')}
          value={i18n.language}
          onChange={(chosen) => void i18n.changeLanguage(chosen)}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
        />
      </Stack>
    </Center>
  )
}
