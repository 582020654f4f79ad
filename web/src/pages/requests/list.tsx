import { Anchor, Button, Group, Select, TextInput } from '@mantine/core'
import { IconFileText, IconPlus } from '@tabler/icons-react'
import { parseAsString, useQueryStates } from 'nuqs'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, type Schemas, taken } from '../../api/client'
import { usePages } from '../../api/pages'
import { useMay } from '../../me'
import { type Column, DataList } from '../../ui/data-list'
import { EmptyState } from '../../ui/empty-state'
import { moment, plainDay } from '../../ui/format'
import { Page } from '../../ui/page'
import { StatusPill } from '../../ui/status-pill'

type RequestRow = Schemas['RequestOut']
type Status = RequestRow['status']

const STATUSES: readonly Status[] = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'accepted',
  'in_production',
  'ready',
  'delivered',
  'on_hold',
  'rejected',
  'cancelled',
]

/** Everything one asked for, or for an operator everything that was asked. */
export default function RequestsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [filter, setFilter] = useQueryStates({
    status: parseAsString,
    project: parseAsString,
    sort: parseAsString.withDefault('-created_at'),
  })
  const list = usePages<RequestRow>(['requests', filter], (cursor) =>
    taken(
      api.GET('/api/requests', {
        params: {
          query: {
            cursor,
            sort: filter.sort as 'need_by',
            status: (filter.status ?? undefined) as Status | undefined,
            project: filter.project ?? undefined,
          },
        },
      }),
    ),
  )
  const fresh = may('request_write') && (
    <Button component={Link} href="/requests/new" leftSection={<IconPlus size={16} />}>
      {t('new_request')}
    </Button>
  )
  return (
    <Page title={t('requests')} actions={fresh}>
      <Group mb="md" gap="sm" className="no-print">
        <Select
          aria-label={t('status')}
          placeholder={t('any_status')}
          clearable
          value={filter.status}
          onChange={(status) => void setFilter({ status })}
          data={STATUSES.map((value) => ({ value, label: t(`status_${value}`) }))}
        />
        <TextInput
          aria-label={t('project')}
          placeholder={t('project')}
          defaultValue={filter.project ?? ''}
          onBlur={(event) => void setFilter({ project: event.currentTarget.value || null })}
        />
        <Select
          aria-label={t('order')}
          allowDeselect={false}
          value={filter.sort}
          onChange={(sort) => void setFilter({ sort })}
          data={[
            { value: '-created_at', label: t('newest_first') },
            { value: 'need_by', label: t('most_urgent_first') },
            { value: '-priority', label: t('priority_first') },
          ]}
        />
      </Group>
      <DataList
        label={t('requests')}
        list={list}
        columns={useColumns()}
        keyOf={(row) => row.id}
        empty={
          <EmptyState
            icon={<IconFileText size={40} />}
            title={t('no_requests')}
            hint={t('no_requests_hint')}
            action={fresh}
          />
        }
      />
    </Page>
  )
}

function useColumns(): Column<RequestRow>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'number',
      head: t('number'),
      cell: (row) => (
        <Anchor component={Link} href={`/requests/${row.id}`} className="numbers">
          {row.number}
        </Anchor>
      ),
    },
    { key: 'title', head: t('title'), cell: (row) => row.title },
    { key: 'project', head: t('project'), cell: (row) => row.project, wide: true },
    { key: 'status', head: t('status'), cell: (row) => <StatusPill status={row.status} /> },
    { key: 'need_by', head: t('need_by'), cell: (row) => plainDay(row.need_by), numeric: true },
    {
      key: 'promised',
      head: t('promised'),
      cell: (row) => (row.promised_at ? moment(row.promised_at) : '–'),
      numeric: true,
    },
  ]
}
