import { useQuery } from '@tanstack/react-query'
import { api, type Schemas, taken } from './api/client'
import { Refusal } from './api/refusal'

export type Me = Schemas['MeOut']

/** Who is signed in: null when nobody is. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return await taken(api.GET('/api/me'))
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null
    throw error
  }
}

export const useMeQuery = () => useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 300_000 })

/** The signed-in person; only below `App`, which lets nobody else in. */
export function useMe(): Me {
  const { data } = useMeQuery()
  if (!data) throw new Error('nobody is signed in')
  return data
}

export const useMay = () => {
  const { allowed } = useMe()
  return (action: string): boolean => allowed.includes(action)
}
