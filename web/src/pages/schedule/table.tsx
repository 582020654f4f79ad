import { Anchor, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Bar, Lane } from '../../timeline/types'
import { duration, moment, percent } from '../../ui/format'
import { StatusPill } from '../../ui/status-pill'

/** The same schedule as a table: for screen readers, for copying, for whoever prefers rows. */
export function ScheduleTable({ bars, lanes }: { bars: readonly Bar[]; lanes: readonly Lane[] }) {
  const { t } = useTranslation()
  const names = new Map(lanes.map(({ id, name }) => [id, name]))
  const sorted = [...bars].sort((a, b) => a.start - b.start)
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6} bg="var(--card)" aria-label={t('schedule')} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('build')}</Table.Th>
            <Table.Th>{t('machine')}</Table.Th>
            <Table.Th>{t('status')}</Table.Th>
            <Table.Th>{t('start')}</Table.Th>
            <Table.Th>{t('end')}</Table.Th>
            <Table.Th>{t('lasts')}</Table.Th>
            <Table.Th>{t('material')}</Table.Th>
            <Table.Th ta="right">{t('pieces_word')}</Table.Th>
            <Table.Th ta="right">{t('late_word')}</Table.Th>
            <Table.Th ta="right">{t('fill')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="numbers">
          {sorted.map((bar) => (
            <Table.Tr key={bar.key}>
              <Table.Td>
                {bar.id ? (
                  <Anchor component={Link} href={`/builds/${bar.id}`} size="sm">
                    {bar.label}
                  </Anchor>
                ) : (
                  bar.label
                )}
              </Table.Td>
              <Table.Td>{names.get(bar.machine)}</Table.Td>
              <Table.Td>
                <StatusPill status={bar.status} />
              </Table.Td>
              <Table.Td>{moment(bar.start)}</Table.Td>
              <Table.Td>{moment(bar.end)}</Table.Td>
              <Table.Td>{duration((bar.end - bar.start) / 1000)}</Table.Td>
              <Table.Td>{bar.material}</Table.Td>
              <Table.Td ta="right">{bar.pieces}</Table.Td>
              <Table.Td ta="right" className={bar.late > 0 ? 'bad' : undefined}>
                {bar.late}
              </Table.Td>
              <Table.Td ta="right">{percent(bar.utilisation)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
