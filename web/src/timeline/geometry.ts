// Pure geometry of the timeline: time <-> x, what is visible, what fits into a bar.
import type { Bar, Lane, Span } from './types'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const LANE_HEIGHT = 44
export const BAR_HEIGHT = 34
export const BAR_TOP = (LANE_HEIGHT - BAR_HEIGHT) / 2

/** Drawing is asked for in steps of so many pixels, so that a small pan draws nothing anew. */
export const STEP_PX = 512
export const STEP_LANES = 4

const PX_PER_CHARACTER = 6.6

export type Scale = { origin: number; pxPerMs: number }

export const xOf = (scale: Scale, at: number): number => (at - scale.origin) * scale.pxPerMs
export const timeAt = (scale: Scale, x: number): number => scale.origin + x / scale.pxPerMs

export const snap = (at: number, step: number): number => Math.round(at / step) * step

/** Pixels per millisecond that show `span` in `width` pixels. */
export const scaleFor = (width: number, span: number): number => width / span

export type Window = { from: number; to: number; firstLane: number; lastLane: number }

/** The part to draw around what a scroll box shows, in whole steps. */
export function windowOf(
  scale: Scale,
  box: { left: number; top: number; width: number; height: number },
  lanes: number,
): Window {
  const left = Math.floor(box.left / STEP_PX) * STEP_PX - STEP_PX
  const right = Math.ceil((box.left + box.width) / STEP_PX) * STEP_PX + STEP_PX
  const first = Math.floor(box.top / LANE_HEIGHT / STEP_LANES) * STEP_LANES
  const last = Math.ceil((box.top + box.height) / LANE_HEIGHT / STEP_LANES) * STEP_LANES
  return {
    from: timeAt(scale, left),
    to: timeAt(scale, right),
    firstLane: Math.max(0, first),
    lastLane: Math.min(lanes, last),
  }
}

export const overlaps = (one: Span, from: number, to: number): boolean =>
  one.start < to && one.end > from

/** Bars by lane, each lane sorted by start: made once per plan, read at every draw. */
export function byLane(bars: readonly Bar[], lanes: readonly Lane[]): ReadonlyMap<string, Bar[]> {
  const found = new Map<string, Bar[]>(lanes.map(({ id }) => [id, []]))
  for (const bar of bars) found.get(bar.machine)?.push(bar)
  for (const row of found.values()) row.sort((a, b) => a.start - b.start)
  return found
}

/** The bars of a sorted lane that are seen between two moments; builds of a lane do not overlap. */
export function visible(row: readonly Bar[], from: number, to: number): readonly Bar[] {
  let low = 0
  let high = row.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((row[middle]?.end ?? 0) <= from) low = middle + 1
    else high = middle
  }
  let last = low
  while (last < row.length && (row[last]?.start ?? to) < to) last += 1
  return row.slice(low, last)
}

/** The longest of some labels that fits into so many pixels; none if even the last does not. */
export function fitting(labels: readonly string[], width: number): string {
  return labels.find((label) => label.length * PX_PER_CHARACTER <= width) ?? ''
}

export type Tick = { at: number; text: string; major: boolean }

const STEPS = [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY]
const CLOCK_PX = 48
const DATE_PX = 104

/** Milliseconds between ticks so that their labels do not touch. */
export function tickStep(pxPerMs: number): number {
  const roomy = (step: number) => step * pxPerMs >= (step < DAY ? CLOCK_PX : DATE_PX)
  // Hours are of no use where the dates between them would touch.
  const steps = DAY * pxPerMs >= DATE_PX ? STEPS : STEPS.filter((step) => step >= DAY)
  return steps.find(roomy) ?? (STEPS.at(-1) as number)
}

/** The first moment at or after `from` that lies on the grid of the centre's local time. */
export function firstTick(from: number, step: number, offset: number): number {
  return Math.ceil((from + offset) / step) * step - offset
}

/** Where a dragged bar comes to lie: snapped, its length kept. */
export function dropAt(
  bar: Bar,
  scale: Scale,
  dx: number,
  lane: string,
  step: number,
): { machine: string; start: number; end: number } {
  const start = snap(bar.start + dx / scale.pxPerMs, step)
  return { machine: lane, start, end: start + (bar.end - bar.start) }
}

/** The zoom around a point: the moment under it stays under it. */
export function zoomed(scale: Scale, factor: number, x: number): Scale {
  const at = timeAt(scale, x)
  const pxPerMs = scale.pxPerMs * factor
  return { pxPerMs, origin: at - x / pxPerMs }
}
