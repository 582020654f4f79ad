// One stream of events per browser, told to all its tabs: a stream per tab uses up the six
// connections that a browser keeps to a server. `fetch` instead of EventSource, because events
// carry their kind as their name and EventSource hears only names that are known beforehand.
import { takeEvents } from './sse'

const AGAIN_MS = 3000
const scope = self as unknown as { onconnect: ((event: MessageEvent) => void) | null }
const tabs = new Set<MessagePort>()
let lastId: string | null = null
let live = false
let following = false

function tell(message: unknown): void {
  for (const tab of tabs) tab.postMessage(message)
}

function setLive(now: boolean): void {
  if (live !== now) tell({ live: now })
  live = now
}

async function readStream(): Promise<void> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' }
  if (lastId !== null) headers['Last-Event-ID'] = lastId
  const answer = await fetch('/api/events', { headers, cache: 'no-store' })
  if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`)
  // What happened while nobody listened is unknown: everything shown is fetched again.
  if (lastId === null) tell({ resync: true })
  setLive(true)
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let buffer = ''; ; ) {
    const { done, value } = await reader.read()
    if (done) return
    const taken = takeEvents(buffer + value)
    buffer = taken.rest
    for (const event of taken.events) {
      lastId = event.id ?? lastId
      tell({ event: event.event, data: event.data })
    }
  }
}

async function follow(): Promise<void> {
  following = true
  while (tabs.size > 0) {
    try {
      await readStream() // it ends every ten minutes, and is taken up at once
    } catch {
      setLive(false)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
  following = false
}

scope.onconnect = (event) => {
  const tab = event.ports[0]
  if (tab === undefined) return
  tabs.add(tab)
  tab.onmessage = (message: MessageEvent) => {
    if (message.data === 'bye') tabs.delete(tab)
  }
  tab.postMessage({ live })
  if (!following) void follow()
}
