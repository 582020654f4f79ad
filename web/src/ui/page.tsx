import { Box, Group, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

type Props = { title: string; beside?: ReactNode; actions?: ReactNode; children: ReactNode }

/** A screen: its title (also the tab's), what belongs beside it, its actions, its content. */
export function Page({ title, beside, actions, children }: Props) {
  useDocumentTitle(`${title} · amcenter`)
  return (
    <Box p="md">
      <Group justify="space-between" mb="md" gap="sm">
        <Group gap="sm">
          <Title order={1} size="h3">
            {title}
          </Title>
          {beside}
        </Group>
        <Group gap="xs" className="no-print">
          {actions}
        </Group>
      </Group>
      {children}
    </Box>
  )
}
