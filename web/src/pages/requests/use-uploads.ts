import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Sending, sendFile } from './upload'

const AT_ONCE = 2

/** Files on their way to a request: a few at a time, each with its progress and its end. */
export function useUploads(requestId: string) {
  const queries = useQueryClient()
  const [files, setFiles] = useState<readonly Sending[]>([])
  const waiting = useRef<{ key: string; file: File }[]>([])
  const running = useRef(new Map<string, () => void>())

  function change(key: string, part: Partial<Sending>): void {
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)))
  }

  function next(): void {
    while (running.current.size < AT_ONCE) {
      const item = waiting.current.shift()
      if (item === undefined) return
      const { key, file } = item
      change(key, { state: 'sending' })
      const { done, abort } = sendFile(requestId, file, {}, (sent) => change(key, { sent }))
      running.current.set(key, abort)
      done
        .then(() => change(key, { state: 'done', sent: file.size }))
        .catch((error: unknown) => change(key, { state: 'refused', error }))
        .finally(() => {
          running.current.delete(key)
          void queries.invalidateQueries({ queryKey: ['parts'] })
          next()
        })
    }
  }

  function add(added: readonly File[]): void {
    const items = added.map((file) => ({ key: crypto.randomUUID(), file }))
    waiting.current.push(...items)
    setFiles((all) => [
      ...all.filter(({ state }) => state !== 'done'),
      ...items.map(({ key, file }) => ({
        key,
        name: file.name,
        size: file.size,
        sent: 0,
        state: 'waiting' as const,
        error: null,
      })),
    ])
    next()
  }

  function drop(key: string): void {
    waiting.current = waiting.current.filter((item) => item.key !== key)
    running.current.get(key)?.()
    setFiles((all) => all.filter((one) => one.key !== key))
  }

  return { files, add, drop }
}
