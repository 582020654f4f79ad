import createClient from 'openapi-fetch'
import i18n from '../i18n'
import { refusalOf, Unreachable } from './refusal'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** The typed API: `taken(api.GET('/api/requests', {...}))`. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  headers: { Accept: 'application/json' },
})

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.language)
    return request
  },
})

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** Return what a call answers; a refusal and a lost connection are thrown. */
export async function taken<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw new Unreachable()
  })
  if (!answer.response.ok) throw refusalOf(answer.response.status, answer.error)
  return answer.data as T
}

/** The header that says on which version of a thing a change is based. */
export const basedOn = (version: number) => ({ header: { 'if-match': `"${version}"` } })

/** A key that makes a creating call safe to repeat. */
export const once = () => ({ header: { 'idempotency-key': crypto.randomUUID() } })
