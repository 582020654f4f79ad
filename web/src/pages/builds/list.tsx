import { Anchor, Group, Select } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, type Schemas, taken } from '../../api/client'
import { usePages } from '../../api/pages'
import { type Column, DataList } from '../../ui/data-list'
import { EmptyState } from '../../ui/empty-state'
import { duration, mass, moment, percent } from '../../ui/format'
import { Page } from '../../ui/page'
import { StatusPill } from '../../ui/status-pill'

type Build = Schemas['BuildOut']

const STATUSES: readonly Build['status'][] = [
  'planned',
  'released',
  'running',
  'cooling',
  'unloaded',
  'completed',
  'failed',
  'cancelled',
]

export const useMachines = () =>
  useQuery({
    queryKey: ['machines', 'all'],
    staleTime: 60_000,
    queryFn: () => taken(api.GET('/api/machines', {})),
  })

/** The builds of published plans by their start. */
export default function BuildsPage() {
  const { t } = useTranslation()
  const [filter, setFilter] = useQueryStates({ status: parseAsString, machine: parseAsString })
  const machines = useMachines()
  const names = new Map(machines.data?.items.map(({ id, name }) => [id, name]))
  const list = usePages<Build>(['builds', filter], (cursor) =>
    taken(
      api.GET('/api/builds', {
        params: {
          query: {
            cursor,
            sort: 'start_at',
            status: (filter.status ?? undefined) as Build['status'] | undefined,
            machine_id: filter.machine ?? undefined,
          },
        },
      }),
    ),
  )
  return (
    <Page title={t('builds')}>
      <Group mb="md" gap="sm" className="no-print">
        <Select
          aria-label={t('status')}
          placeholder={t('any_status')}
          clearable
          value={filter.status}
          onChange={(status) => void setFilter({ status })}
          data={STATUSES.map((value) => ({ value, label: t(`status_${value}`) }))}
        />
        <Select
          aria-label={t('machine')}
          placeholder={t('any_machine')}
          clearable
          searchable
          w={280}
          value={filter.machine}
          onChange={(machine) => void setFilter({ machine })}
          data={[...names].map(([value, label]) => ({ value, label }))}
        />
      </Group>
      <DataList
        label={t('builds')}
        list={list}
        columns={useColumns(names)}
        keyOf={(build) => build.id}
        empty={
          <EmptyState
            icon={<IconStack2 size={40} />}
            title={t('no_builds')}
            hint={t('no_builds_hint')}
          />
        }
      />
    </Page>
  )
}

function useColumns(names: ReadonlyMap<string, string>): Column<Build>[] {
  const { t } = useTranslation()
  const lasts = (build: Build) => (Date.parse(build.end_at) - Date.parse(build.start_at)) / 1000
  return [
    {
      key: 'number',
      head: t('build'),
      cell: (build) => (
        <Anchor component={Link} href={`/builds/${build.id}`} size="sm" className="numbers">
          {build.number}
        </Anchor>
      ),
    },
    { key: 'status', head: t('status'), cell: (build) => <StatusPill status={build.status} /> },
    { key: 'machine', head: t('machine'), cell: (build) => names.get(build.machine_id) ?? '' },
    { key: 'start', head: t('start'), cell: (build) => moment(build.start_at), numeric: true },
    { key: 'lasts', head: t('lasts'), cell: (build) => duration(lasts(build)), numeric: true },
    { key: 'fill', head: t('fill'), cell: (build) => percent(build.utilisation), numeric: true },
    {
      key: 'powder',
      head: t('powder'),
      cell: (build) => mass(build.powder_g),
      numeric: true,
      wide: true,
    },
  ]
}
