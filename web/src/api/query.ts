import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Refusal } from './refusal'

const SIGNED_OUT = 401

/** Server state, with one rule for a sign-in that has ended: everybody falls back to the form. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignOut }),
  mutationCache: new MutationCache({ onError: noteSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => !(error instanceof Refusal) && count < 3,
      retryDelay: (count) => Math.min(1000 * 2 ** count, 8000),
    },
  },
})

function noteSignOut(error: Error): void {
  if (error instanceof Refusal && error.status === SIGNED_OUT) queries.setQueryData(['me'], null)
}
