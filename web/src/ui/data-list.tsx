import { Button, Center, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from './error-state'
import { PageSkeleton } from './page-skeleton'

export type Column<Row> = {
  key: string
  head: string
  cell: (row: Row) => ReactNode
  numeric?: boolean
  /** Left out where there is no room for it. */
  wide?: boolean
}

type Loaded<Row> = {
  rows: readonly Row[]
  isPending: boolean
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

type Props<Row> = {
  label: string
  list: Loaded<Row>
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  empty: ReactNode
}

/** A table in all its states: on its way, failed, empty, filled, with more to come. */
export function DataList<Row>({ label, list, columns, keyOf, empty }: Props<Row>) {
  const { t } = useTranslation()
  if (list.isPending) return <PageSkeleton />
  if (list.error) return <ErrorState error={list.error} again={list.refetch} />
  if (list.rows.length === 0) return empty
  return (
    <>
      <Table.ScrollContainer minWidth={560}>
        <Table highlightOnHover verticalSpacing="xs" aria-label={label} bg="var(--card)">
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ key, head, numeric, wide }) => (
                <Table.Th key={key} ta={numeric ? 'right' : 'left'} visibleFrom={visible(wide)}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.rows.map((row) => (
              <Table.Tr key={keyOf(row)}>
                {columns.map(({ key, cell, numeric, wide }) => (
                  <Table.Td
                    key={key}
                    ta={numeric ? 'right' : 'left'}
                    className={numeric ? 'numbers' : undefined}
                    visibleFrom={visible(wide)}
                  >
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {list.hasNextPage && (
        <Center mt="sm">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </Center>
      )}
      <Text size="sm" className="faint" mt="xs" role="status">
        {list.hasNextPage
          ? t('rows_so_far', { count: list.rows.length })
          : t('rows', { count: list.rows.length })}
      </Text>
    </>
  )
}

const visible = (wide: boolean | undefined) => (wide ? ('md' as const) : undefined)
