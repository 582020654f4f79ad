import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'

/** Which lists and things an event makes old, by the first word of its kind. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  request: ['requests', 'parts'],
  part: ['parts', 'requests'],
  piece: ['pieces', 'requests'],
  plan: ['plans', 'schedule', 'builds', 'requests'],
  lock: ['plans', 'schedule'],
  build: ['builds', 'schedule', 'pieces', 'requests'],
  machine: ['machines', 'schedule'],
  maintenance: ['machines', 'schedule'],
  calendar: ['machines', 'schedule'],
  material: ['materials'],
  task: ['tasks'],
}

const PATIENCE_MS = 250

/** Collects what became old and tells it once in a while, however many events come. */
export class Staleness {
  private readonly nouns = new Set<string>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly tell: (nouns: readonly string[]) => void) {}

  add(kind: string): void {
    for (const noun of TOUCHES[kind.split('.')[0] ?? ''] ?? []) this.nouns.add(noun)
    if (this.nouns.size > 0 && this.timer === null) {
      this.timer = setTimeout(() => this.flush(), PATIENCE_MS)
    }
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    const nouns = [...this.nouns]
    this.nouns.clear()
    if (nouns.length > 0) this.tell(nouns)
  }
}

type Progress = Readonly<Record<string, unknown>>
type Listener = () => void

/** Whether events arrive, and how far background work is; shared by all components. */
class LiveState {
  live = false
  tasks: ReadonlyMap<string, Progress> = new Map()
  private readonly listeners = new Set<Listener>()

  readonly subscribe = (listener: Listener) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  setLive(live: boolean): void {
    this.live = live
    this.changed()
  }

  setProgress(subject: string, progress: Progress): void {
    this.tasks = new Map(this.tasks).set(subject, progress)
    this.changed()
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}

export const liveState = new LiveState()

export const useLive = () => useSyncExternalStore(liveState.subscribe, () => liveState.live)

/** How far the background work on a part or plan is. */
export const useProgress = (subject: string): Progress | undefined =>
  useSyncExternalStore(liveState.subscribe, () => liveState.tasks).get(subject)

/** Keeps everything that is shown up to date while it is mounted. */
export function LiveUpdates() {
  const queries = useQueryClient()
  useEffect(() => {
    const staleness = new Staleness((nouns) => {
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => nouns.includes(String(queryKey[0])),
      })
    })
    const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), {
      type: 'module',
      name: 'amcenter-live',
    })
    worker.port.onmessage = ({ data }) => {
      if ('live' in data) liveState.setLive(data.live)
      if ('resync' in data) void queries.invalidateQueries()
      if (data.event === 'task.progress') {
        const task = JSON.parse(data.data)
        liveState.setProgress(task.subject_id, { ...task.progress, status: task.status })
      } else if (data.event) {
        staleness.add(data.event)
      }
    }
    const bye = () => worker.port.postMessage('bye')
    window.addEventListener('pagehide', bye)
    return () => {
      window.removeEventListener('pagehide', bye)
      bye()
      worker.port.close()
    }
  }, [queries])
  return null
}
