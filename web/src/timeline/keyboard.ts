import { type KeyboardEvent, useState } from 'react'
import { DAY, HOUR, MINUTE } from './geometry'
import type { Bar, Lane, Place } from './types'

type Options = {
  lanes: readonly Lane[]
  rows: ReadonlyMap<string, readonly Bar[]>
  focused: Bar | null
  movable: (bar: Bar) => boolean
  refuse: (bar: Bar) => void
  focus: (bar: Bar) => void
  open: (bar: Bar) => void
  lock: (bar: Bar) => void
  drop: (bar: Bar, place: Place, swap: boolean) => void
}

/**
 * The keyboard's way to do everything: arrows walk from build to build; after `m` they carry the
 * build, Enter puts it down and Escape leaves it where it was. Keys are physical, so that they
 * work in a Russian layout.
 */
export function useKeyboard(options: Options) {
  const { lanes, rows, focused, movable, refuse, focus, open, lock, drop } = options
  const [carried, setCarried] = useState<{ bar: Bar; place: Place } | null>(null)

  function carry(event: KeyboardEvent): boolean {
    if (carried === null) return false
    const { bar, place } = carried
    const moved = movedPlace(event, place, bar, lanes)
    if (moved) setCarried({ bar, place: moved })
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      setCarried(null)
      drop(bar, place, event.altKey)
    } else if (event.code === 'Escape') setCarried(null)
    else return false
    return true
  }

  function walk(event: KeyboardEvent): boolean {
    const next = neighbour(event.code, focused, lanes, rows)
    if (next === undefined) return false
    focus(next)
    return true
  }

  function act(event: KeyboardEvent): boolean {
    if (focused === null || event.ctrlKey || event.metaKey) return false
    if (event.code === 'Enter') open(focused)
    else if (event.code === 'KeyL') lock(focused)
    else if (event.code === 'KeyM') {
      if (movable(focused)) {
        setCarried({ bar: focused, place: { machine: focused.machine, start: focused.start } })
      } else refuse(focused)
    } else return false
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (carry(event) || walk(event) || act(event)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  return { carried, onKeyDown, putBack: () => setCarried(null) }
}

/** An hour by arrow, a quarter with Alt, a day with Shift; up and down to machines that can. */
export function movedPlace(
  event: Pick<KeyboardEvent, 'code' | 'altKey' | 'shiftKey'>,
  place: Place,
  bar: Bar,
  lanes: readonly Lane[],
): Place | null {
  const step = event.shiftKey ? DAY : event.altKey ? 15 * MINUTE : HOUR
  if (event.code === 'ArrowRight') return { ...place, start: place.start + step }
  if (event.code === 'ArrowLeft') return { ...place, start: place.start - step }
  if (event.code !== 'ArrowUp' && event.code !== 'ArrowDown') return null
  const able = lanes.filter(({ id }) => bar.eligible.includes(id)).map(({ id }) => id)
  const next = able[able.indexOf(place.machine) + (event.code === 'ArrowDown' ? 1 : -1)]
  return next === undefined ? place : { ...place, machine: next }
}

function neighbour(
  code: string,
  focused: Bar | null,
  lanes: readonly Lane[],
  rows: ReadonlyMap<string, readonly Bar[]>,
): Bar | undefined {
  if (!code.startsWith('Arrow')) return undefined
  const filled = lanes.map(({ id }) => rows.get(id) ?? []).filter((row) => row.length > 0)
  if (focused === null) return filled[0]?.[0]
  const at = filled.findIndex((row) => row.some(({ key }) => key === focused.key))
  const row = filled[at] ?? []
  const index = row.findIndex(({ key }) => key === focused.key)
  if (code === 'ArrowRight') return row[index + 1]
  if (code === 'ArrowLeft') return row[index - 1]
  const other = filled[at + (code === 'ArrowDown' ? 1 : -1)] ?? []
  return nearest(other, focused.start)
}

function nearest(row: readonly Bar[], start: number): Bar | undefined {
  return row.reduce<Bar | undefined>(
    (best, bar) =>
      best === undefined || Math.abs(bar.start - start) < Math.abs(best.start - start) ? bar : best,
    undefined,
  )
}
