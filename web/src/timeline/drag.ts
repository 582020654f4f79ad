import { type PointerEvent, useRef, useState } from 'react'
import { dropAt, LANE_HEIGHT, MINUTE, type Scale } from './geometry'
import type { Bar, Lane, Place } from './types'

const START_PX = 4
const HOLD_MS = 350
const STEP = 15 * MINUTE

export type Drag = {
  bar: Bar
  place: Place & { end: number }
  /** Of the pointer, for the tip. */
  x: number
  y: number
}

type Options = {
  scale: Scale
  lanes: readonly Lane[]
  barOf: (key: string) => Bar | undefined
  movable: (bar: Bar) => boolean
  refuse: (bar: Bar) => void
  drop: (bar: Bar, place: Place, swap: boolean) => void
  select: (bar: Bar | null, add: boolean) => void
}

/**
 * Dragging bars with the pointer. The box captures the pointer, not the bar: the bar is drawn
 * elsewhere while it is dragged and would lose its listeners.
 */
export function useDrag({ scale, lanes, barOf, movable, refuse, drop, select }: Options) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const press = useRef<{ bar: Bar; x: number; y: number; left: number; at: number } | null>(null)

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return
    const key = (event.target as Element).closest('[data-key]')?.getAttribute('data-key')
    const bar = key ? barOf(key) : undefined
    select(bar ?? null, event.shiftKey || event.ctrlKey || event.metaKey)
    if (bar === undefined) return
    const { scrollLeft } = event.currentTarget
    press.current = { bar, x: event.clientX, y: event.clientY, left: scrollLeft, at: Date.now() }
    if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId)
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const from = press.current
    if (from === null) return
    const box = event.currentTarget
    const dx = event.clientX - from.x + box.scrollLeft - from.left
    const dy = event.clientY - from.y
    if (drag === null) {
      if (Math.hypot(dx, dy) < START_PX) return
      if (event.pointerType !== 'mouse' && Date.now() - from.at < HOLD_MS) {
        press.current = null // a swipe, not a hold
        return
      }
      if (!movable(from.bar)) {
        press.current = null
        refuse(from.bar)
        return
      }
      box.setPointerCapture(event.pointerId)
    }
    const y = event.clientY - box.getBoundingClientRect().top + box.scrollTop
    const lane = lanes[Math.min(lanes.length - 1, Math.max(0, Math.floor(y / LANE_HEIGHT)))]
    if (lane === undefined) return
    scrollAtEdges(box, event)
    const step = event.shiftKey ? MINUTE : STEP
    const place = dropAt(from.bar, scale, dx, lane.id, step)
    setDrag({ bar: from.bar, place, x: event.clientX, y: event.clientY })
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
    press.current = null
    if (drag === null) return
    const { bar, place } = drag
    setDrag(null)
    if (place.machine !== bar.machine || place.start !== bar.start) drop(bar, place, event.altKey)
  }

  function cancel(): void {
    press.current = null
    setDrag(null)
  }

  return {
    drag,
    cancel,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel },
  }
}

const EDGE_PX = 40
const PULL_PX = 14

function scrollAtEdges(
  box: HTMLElement,
  { clientX, clientY }: { clientX: number; clientY: number },
) {
  const { left, right, top, bottom } = box.getBoundingClientRect()
  if (clientX > right - EDGE_PX) box.scrollLeft += PULL_PX
  if (clientX < left + EDGE_PX) box.scrollLeft -= PULL_PX
  if (clientY > bottom - EDGE_PX) box.scrollTop += PULL_PX
  if (clientY < top + EDGE_PX) box.scrollTop -= PULL_PX
}
