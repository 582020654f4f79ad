import { describe, expect, it } from 'vitest'
import {
  byLane,
  DAY,
  dropAt,
  firstTick,
  fitting,
  HOUR,
  MINUTE,
  STEP_PX,
  scaleFor,
  snap,
  tickStep,
  timeAt,
  visible,
  windowOf,
  xOf,
  zoomed,
} from './geometry'
import type { Bar, Lane } from './types'

const scale = { origin: 0, pxPerMs: 100 / HOUR }

const bar = (key: string, machine: string, start: number, hours: number): Bar => ({
  key,
  machine,
  id: null,
  label: key,
  start,
  printStart: start,
  printEnd: start,
  coolEnd: start,
  end: start + hours * HOUR,
  status: 'proposed',
  pieces: 1,
  late: 0,
  material: 'Ti64',
  utilisation: 0.5,
  fixed: false,
  locks: [],
  eligible: [machine],
})

const lane = (id: string): Lane => ({
  id,
  name: id,
  process: 'pbf_lb_m',
  model: 'M',
  status: 'available',
  closed: [],
  maintenance: [],
})

describe('time and x', () => {
  it('are each other’s inverse', () => {
    expect(xOf(scale, 2 * HOUR)).toBe(200)
    expect(timeAt(scale, xOf(scale, 12_345))).toBeCloseTo(12_345)
  })

  it('show a day in the width asked for', () => {
    expect(xOf({ origin: 0, pxPerMs: scaleFor(480, DAY) }, DAY)).toBe(480)
  })

  it('keep the moment under the pointer when zooming', () => {
    const closer = zoomed(scale, 2, 300)
    expect(timeAt(closer, 300)).toBeCloseTo(timeAt(scale, 300))
    expect(closer.pxPerMs).toBe(2 * scale.pxPerMs)
  })
})

describe('what is drawn', () => {
  it('does not change by a small pan', () => {
    const box = { left: 600, top: 0, width: 800, height: 300 }
    expect(windowOf(scale, box, 50)).toEqual(windowOf(scale, { ...box, left: 620 }, 50))
  })

  it('covers all that is seen and one step more', () => {
    const box = { left: 600, top: 500, width: 800, height: 300 }
    const seen = windowOf(scale, box, 50)
    expect(xOf(scale, seen.from)).toBeLessThanOrEqual(600 - STEP_PX + 88)
    expect(xOf(scale, seen.to)).toBeGreaterThanOrEqual(1400)
    expect([seen.firstLane, seen.lastLane]).toEqual([8, 20])
  })

  it('is what lies between two moments, ends not included', () => {
    const row = byLane(
      [bar('c', 'a', 8 * HOUR, 2), bar('a', 'a', 0, 2), bar('b', 'a', 4 * HOUR, 2)],
      [lane('a')],
    ).get('a') as Bar[]
    expect(visible(row, 2 * HOUR, 8 * HOUR).map(({ key }) => key)).toEqual(['b'])
    expect(visible(row, 1 * HOUR, 9 * HOUR).map(({ key }) => key)).toEqual(['a', 'b', 'c'])
    expect(visible(row, 10 * HOUR, 11 * HOUR)).toEqual([])
  })

  it('takes the longest label that fits', () => {
    const labels = ['B-1042 · 34 parts · Ti64', 'B-1042 · 34 parts', 'B-1042']
    expect(fitting(labels, 400)).toBe(labels[0])
    expect(fitting(labels, 60)).toBe('B-1042')
    expect(fitting(labels, 10)).toBe('')
  })
})

describe('ticks', () => {
  it('are far enough apart to be read', () => {
    expect(tickStep(100 / HOUR)).toBe(HOUR)
    expect(tickStep(110 / DAY)).toBe(12 * HOUR)
    expect(tickStep(70 / DAY)).toBe(2 * DAY)
  })

  it('lie on local midnights, whatever UTC says', () => {
    const omsk = 6 * HOUR
    expect(firstTick(0, DAY, omsk)).toBe(DAY - omsk)
  })
})

describe('a dragged bar', () => {
  it('snaps to the step and keeps its length', () => {
    const moved = dropAt(bar('a', 'm1', 0, 3), scale, 103, 'm2', 15 * MINUTE)
    expect(moved).toEqual({ machine: 'm2', start: HOUR, end: 4 * HOUR })
  })

  it('snaps to whole steps of its own', () => {
    expect(snap(8 * MINUTE, 15 * MINUTE)).toBe(15 * MINUTE)
    expect(snap(7 * MINUTE, 15 * MINUTE)).toBe(0)
  })
})
