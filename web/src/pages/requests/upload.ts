import { refusalOf, Unreachable } from '../../api/refusal'
import i18n from '../../i18n'

export type Sending = {
  key: string
  name: string
  size: number
  sent: number
  state: 'waiting' | 'sending' | 'done' | 'refused'
  error: unknown
}

type Wish = {
  unit: string | null
  quantity: number
  material_id: string | null
  process: string | null
}

/** Send one file; `abort` gives it up. XMLHttpRequest, because fetch tells no progress. */
export function sendFile(
  requestId: string,
  file: File,
  wish: Partial<Wish>,
  progress: (sent: number) => void,
): { done: Promise<void>; abort: () => void } {
  const query = new URLSearchParams({ name: file.name })
  for (const [name, value] of Object.entries(wish)) if (value) query.set(name, String(value))
  const call = new XMLHttpRequest()
  const done = new Promise<void>((resolve, reject) => {
    call.upload.onprogress = (event) => progress(event.loaded)
    call.onload = () => {
      if (call.status < 300) resolve()
      else reject(refusalOf(call.status, parsed(call.responseText)))
    }
    call.onerror = () => reject(new Unreachable())
    call.onabort = () => resolve()
    call.open('POST', `/api/requests/${requestId}/parts?${query}`)
    call.setRequestHeader('Content-Type', 'application/octet-stream')
    call.setRequestHeader('Accept-Language', i18n.language)
    call.setRequestHeader('Idempotency-Key', crypto.randomUUID())
    call.send(file)
  })
  return { done, abort: () => call.abort() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
