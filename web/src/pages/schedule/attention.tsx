import { Anchor, Group, Paper, Text } from '@mantine/core'
import { IconAlertTriangle, IconFlag, IconTool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Bar, Lane } from '../../timeline/types'

type Props = { bars: readonly Bar[]; lanes: readonly Lane[]; show: (bars: readonly Bar[]) => void }

/** What an operator looks at first: late builds, failed builds, broken machines. */
export function Attention({ bars, lanes, show }: Props) {
  const { t } = useTranslation()
  const late = bars.filter((bar) => bar.late > 0)
  const failed = bars.filter((bar) => bar.status === 'failed')
  const broken = lanes.filter((lane) => lane.status === 'fault')
  if (late.length + failed.length + broken.length === 0) return null
  return (
    <Paper withBorder px="md" py={6} mb="sm" bg="var(--card)">
      <Group gap="lg">
        <Text size="sm" fw={600}>
          {t('attention')}
        </Text>
        {late.length > 0 && (
          <Anchor component="button" size="sm" className="bad" onClick={() => show(late)}>
            <IconFlag size={14} aria-hidden /> {t('late_builds', { count: late.length })}
          </Anchor>
        )}
        {failed.length > 0 && (
          <Anchor component="button" size="sm" className="bad" onClick={() => show(failed)}>
            <IconAlertTriangle size={14} aria-hidden />{' '}
            {t('failed_builds', { count: failed.length })}
          </Anchor>
        )}
        {broken.length > 0 && (
          <Text size="sm" className="warn">
            <IconTool size={14} aria-hidden />{' '}
            {t('broken_machines', { names: broken.map(({ name }) => name).join(', ') })}
          </Text>
        )}
      </Group>
    </Paper>
  )
}
