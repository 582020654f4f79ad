import { Anchor, Button, CloseButton, Group, Paper, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Bar, Lane } from '../../timeline/types'
import { duration, moment, percent } from '../../ui/format'
import { StatusPill } from '../../ui/status-pill'

type Props = {
  bar: Bar | null
  lanes: readonly Lane[]
  close: () => void
  lock: ((bar: Bar) => void) | undefined
  move: ((bar: Bar) => void) | undefined
}

/** The facts of the selected build, beside the timeline. */
export function BuildPanel({ bar, lanes, close, lock, move }: Props) {
  const { t } = useTranslation()
  if (bar === null) return null
  const whole = bar.locks.includes('contents')
  const machine = lanes.find(({ id }) => id === bar.machine)
  const facts: [string, string][] = [
    [t('machine'), machine?.name ?? ''],
    [t('material'), bar.material],
    [t('start'), moment(bar.start)],
    [t('end'), moment(bar.end)],
    [t('set_up'), duration((bar.printStart - bar.start) / 1000)],
    [t('building_time'), duration((bar.printEnd - bar.printStart) / 1000)],
    [t('cool_down'), duration((bar.coolEnd - bar.printEnd) / 1000)],
    [t('fill'), percent(bar.utilisation)],
    [t('pieces_word'), t('pieces', { count: bar.pieces })],
  ]
  return (
    <Paper
      component="aside"
      withBorder
      p="md"
      w={300}
      bg="var(--card)"
      aria-label={bar.label}
      style={{ flexShrink: 0, alignSelf: 'flex-start' }}
    >
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Text fw={600}>{bar.label}</Text>
        <CloseButton aria-label={t('close')} onClick={close} />
      </Group>
      <Stack gap="sm">
        <StatusPill status={bar.status} />
        {bar.late > 0 && (
          <Text className="bad" size="sm">
            {t('late_pieces', { count: bar.late })}
          </Text>
        )}
        <Table withRowBorders={false} verticalSpacing={3} aria-label={bar.label}>
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400} className="faint" pl={0}>
                  {name}
                </Table.Th>
                <Table.Td className="numbers">{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {!bar.fixed && (
          <Group gap="xs">
            {lock && (
              <Button size="xs" variant="default" onClick={() => lock(bar)}>
                {whole ? t('unlock') : t('lock')}
              </Button>
            )}
            {move && !whole && (
              <Button size="xs" variant="default" onClick={() => move(bar)}>
                {t('move_to_dots')}
              </Button>
            )}
          </Group>
        )}
        {bar.id && (
          <Anchor component={Link} href={`/builds/${bar.id}`}>
            {t('open_build')}
          </Anchor>
        )}
      </Stack>
    </Paper>
  )
}
