import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'

type Paged<Row> = { items: Row[]; next_cursor: string | null }

/** A list that grows page by page; `rows` is everything loaded so far. */
export function usePages<Row>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | undefined) => Promise<Paged<Row>>,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
  return { ...query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] }
}
