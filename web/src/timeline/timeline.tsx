import './timeline.css'
import { useElementSize, useInterval } from '@mantine/hooks'
import {
  forwardRef,
  type UIEvent,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { BarShape } from './bar-shape'
import { useDrag } from './drag'
import {
  BAR_HEIGHT,
  BAR_TOP,
  byLane,
  DAY,
  LANE_HEIGHT,
  overlaps,
  type Scale,
  timeAt,
  visible,
  windowOf,
  xOf,
  zoomed,
} from './geometry'
import { Head, ticksOf } from './head'
import { useKeyboard } from './keyboard'
import { Tip, type Told } from './tip'
import type { Bar, Lane, Place, Span } from './types'

const HEAD_HEIGHT = 40
const MINUTE_MS = 60_000
const MAX_HEIGHT_PX = 720
const PREVIEW_MS = 120
const CLOSEST = 160 / 3_600_000
const FARTHEST = 4 / DAY

export type TimelineHandle = { show: (at: number) => void; zoomBy: (factor: number) => void }

type Props = {
  bars: readonly Bar[]
  lanes: readonly Lane[]
  range: Span
  zone: string
  pxPerMs: number
  onZoom: (pxPerMs: number) => void
  selected: ReadonlySet<string>
  onSelect: (keys: readonly string[]) => void
  onOpen: (bar: Bar) => void
  onLock: (bar: Bar) => void
  /** Undefined: the plan cannot be changed by this person. */
  onMove?: (bar: Bar, place: Place, swap: boolean) => void
  /** What a place would mean, asked while a bar is held still. */
  check?: (bar: Bar, place: Place) => Promise<Told>
}

/** Machines by time: builds as bars that can be walked, read, moved and opened. */
export const Timeline = forwardRef<TimelineHandle, Props>(function Timeline(props, handle) {
  const { bars, lanes, range, zone, pxPerMs, selected } = props
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const drawing = useRef<SVGSVGElement>(null)
  const size = useElementSize()
  const [scroll, setScroll] = useState({ left: 0, top: 0 })
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const [shaken, setShaken] = useState<string | null>(null)
  const now = useNow()

  const scale: Scale = { origin: range.start, pxPerMs }
  const width = (range.end - range.start) * pxPerMs
  const height = lanes.length * LANE_HEIGHT
  const rows = useMemo(() => byLane(bars, lanes), [bars, lanes])
  const barsByKey = useMemo(() => new Map(bars.map((bar) => [bar.key, bar])), [bars])
  const seen = windowOf(scale, { ...scroll, width: size.width, height: size.height }, lanes.length)
  const drawn = lanes.slice(seen.firstLane, seen.lastLane)

  const movable = (bar: Bar) =>
    props.onMove !== undefined && !bar.fixed && !bar.locks.includes('contents')
  const refuse = (bar: Bar) => {
    setShaken(bar.key)
    setTimeout(() => setShaken(null), 300)
  }
  const drop = (bar: Bar, place: Place, swap: boolean) => props.onMove?.(bar, place, swap)
  const select = (bar: Bar | null, add: boolean) => {
    if (bar === null) {
      if (!add) props.onSelect([])
      return
    }
    setFocusKey(bar.key)
    if (!add) props.onSelect([bar.key])
    else if (selected.has(bar.key)) props.onSelect([...selected].filter((key) => key !== bar.key))
    else props.onSelect([...selected, bar.key])
  }
  const { drag, cancel, handlers } = useDrag({
    scale,
    lanes,
    barOf: (key) => barsByKey.get(key),
    movable,
    refuse,
    drop,
    select,
  })
  const focusOn = (bar: Bar) => {
    select(bar, false)
    reveal(box.current, scale, bar, lanes)
  }
  const { carried, onKeyDown } = useKeyboard({
    lanes,
    rows,
    focused: barsByKey.get(focusKey ?? '') ?? null,
    movable,
    refuse,
    focus: focusOn,
    open: props.onOpen,
    lock: props.onLock,
    drop,
  })

  useImperativeHandle(handle, () => ({
    show: (at) => box.current?.scrollTo({ left: xOf(scale, at) - 160 }),
    zoomBy: (factor) => zoomTo(factor, size.width / 2),
  }))

  // After a zoom the moment that lay under the pointer lies there again.
  const anchor = useRef<{ at: number; x: number } | null>(null)
  function zoomTo(factor: number, x: number): void {
    const target = Math.min(CLOSEST, Math.max(FARTHEST, pxPerMs * factor))
    anchor.current = { at: timeAt(scale, (box.current?.scrollLeft ?? 0) + x), x }
    props.onZoom(zoomed(scale, target / pxPerMs, x).pxPerMs)
  }
  useLayoutEffect(() => {
    const element = box.current
    if (anchor.current === null || element === null) return
    const { at, x } = anchor.current
    anchor.current = null
    element.scrollLeft = (at - range.start) * pxPerMs - x
  }, [pxPerMs, range.start])

  useWheelZoom(box, drawing, zoomTo)

  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && cancel()
    window.addEventListener('keydown', leave)
    return () => window.removeEventListener('keydown', leave)
  })

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollLeft: left, scrollTop: top } = event.currentTarget
    const next = windowOf(
      scale,
      { left, top, width: size.width, height: size.height },
      lanes.length,
    )
    // Inside what is drawn already a pan costs nothing but moving the head.
    if (next.from !== seen.from || next.firstLane !== seen.firstLane) setScroll({ left, top })
    moveAlong(event.currentTarget, left, top)
  }

  const held = drag?.bar ?? carried?.bar
  const heldPlace = drag?.place ?? carried?.place
  return (
    <div className="timeline">
      <div className="timeline-corner" />
      <div className="timeline-head">
        <Head
          scale={scale}
          zone={zone}
          from={Math.max(seen.from, range.start)}
          to={Math.min(seen.to, range.end)}
          width={width}
          height={HEAD_HEIGHT}
        />
      </div>
      <div className="timeline-lanes" style={{ maxHeight: MAX_HEIGHT_PX }} aria-hidden>
        <div style={{ height }}>
          {lanes.map((lane) => (
            <div className="timeline-lane" key={lane.id} title={`${lane.name} · ${lane.model}`}>
              <b>{lane.name}</b>
              <span>{lane.model}</span>
            </div>
          ))}
        </div>
      </div>
      <div
        ref={(element) => {
          box.current = element
          size.ref(element)
        }}
        className="timeline-box"
        style={{ maxHeight: MAX_HEIGHT_PX, height: height + 16 }}
        role="grid"
        aria-label={t('schedule')}
        aria-rowcount={lanes.length}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onDoubleClick={() => {
          const bar = barsByKey.get(focusKey ?? '')
          if (bar) props.onOpen(bar)
        }}
        {...handlers}
      >
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: its grid is named */}
        <svg ref={drawing} width={width} height={height} role="presentation">
          <Hatches />
          {drawn.map((lane, index) => (
            <LaneRow
              key={lane.id}
              lane={lane}
              y={(seen.firstLane + index) * LANE_HEIGHT}
              row={visible(rows.get(lane.id) ?? [], seen.from, seen.to)}
              scale={scale}
              width={width}
              from={seen.from}
              to={seen.to}
              selected={selected}
              held={held}
              shaken={shaken}
            />
          ))}
          {ticksOf({ scale, zone, from: seen.from, to: seen.to })
            .filter((tick) => tick.major)
            .map(({ at, x }) => (
              <line key={at} x1={x} x2={x} y2={height} className="tick" />
            ))}
          <line x1={xOf(scale, now)} x2={xOf(scale, now)} y2={height} className="now" />
          {held && heldPlace && <Lifted bar={held} place={heldPlace} lanes={lanes} scale={scale} />}
        </svg>
      </div>
      {held && heldPlace && (
        <Tip bar={held} place={heldPlace} lanes={lanes} at={drag} check={props.check} />
      )}
      <div className="skip" role="status" aria-live="polite">
        {carried ? t('carried', { label: carried.bar.label }) : ''}
      </div>
    </div>
  )
})

type LaneRowProps = {
  lane: Lane
  y: number
  row: readonly Bar[]
  scale: Scale
  width: number
  from: number
  to: number
  selected: ReadonlySet<string>
  held: Bar | undefined
  shaken: string | null
}

function LaneRow({ lane, y, row, scale, width, from, to, selected, held, shaken }: LaneRowProps) {
  const block = (span: Span, className: string, title?: string) =>
    overlaps(span, from, to) && (
      <rect
        key={`${className} ${span.start}`}
        className={className}
        x={xOf(scale, span.start)}
        width={(span.end - span.start) * scale.pxPerMs}
        height={LANE_HEIGHT}
      >
        {title && <title>{title}</title>}
      </rect>
    )
  const cannot = held !== undefined && !held.eligible.includes(lane.id)
  // A row without a cell is no row to a screen reader.
  const named = row.length > 0 ? { role: 'row', 'aria-label': lane.name } : {}
  return (
    <g {...named} transform={`translate(0 ${y})`}>
      {lane.closed.map((span) => block(span, 'closed'))}
      {lane.maintenance.map((span) => block(span, 'maintenance', span.reason))}
      {cannot && <rect className="ineligible" width={width} height={LANE_HEIGHT} />}
      <line className="lane-line" x2={width} y1={LANE_HEIGHT - 0.5} y2={LANE_HEIGHT - 0.5} />
      {row.map((bar) =>
        bar.key === held?.key ? (
          <rect
            key={bar.key}
            className="bar-left-behind"
            x={xOf(scale, bar.start)}
            y={BAR_TOP}
            width={(bar.end - bar.start) * scale.pxPerMs}
            height={BAR_HEIGHT}
            rx={5}
          />
        ) : (
          <g key={bar.key} className={bar.key === shaken ? 'bar-shake' : undefined}>
            <BarShape bar={bar} scale={scale} selected={selected.has(bar.key)} lifted={false} />
          </g>
        ),
      )}
    </g>
  )
}

type LiftedProps = { bar: Bar; place: Place; lanes: readonly Lane[]; scale: Scale }

/** The held bar, painted last: SVG knows no layers. */
function Lifted({ bar, place, lanes, scale }: LiftedProps) {
  const shift = place.start - bar.start
  const moved: Bar = {
    ...bar,
    machine: place.machine,
    start: place.start,
    printStart: bar.printStart + shift,
    printEnd: bar.printEnd + shift,
    coolEnd: bar.coolEnd + shift,
    end: bar.end + shift,
  }
  const lane = lanes.findIndex(({ id }) => id === place.machine)
  const able = bar.eligible.includes(place.machine)
  return (
    <g transform={`translate(0 ${lane * LANE_HEIGHT})`} className={able ? '' : 'bar-refused'}>
      <BarShape bar={moved} scale={scale} selected lifted />
    </g>
  )
}

function Hatches() {
  const hatch = (id: string, className: string) => (
    <pattern
      id={id}
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <line y2="8" className={className} />
    </pattern>
  )
  return (
    <defs>
      {hatch('maintenance-hatch', 'hatch-line')}
      {hatch('ineligible-hatch', 'hatch-bad')}
      {hatch('failed-stripes', 'hatch-bad')}
    </defs>
  )
}

/** Head and machine names move with the box without a new drawing. */
function moveAlong(box: HTMLElement, left: number, top: number): void {
  const frame = box.parentElement
  const head = frame?.querySelector<SVGSVGElement>('.timeline-head svg')
  const lanes = frame?.querySelector<HTMLElement>('.timeline-lanes')
  if (head) head.style.transform = `translateX(${-left}px)`
  if (lanes) lanes.scrollTop = top
}

function reveal(box: HTMLElement | null, scale: Scale, bar: Bar, lanes: readonly Lane[]): void {
  if (box === null) return
  const x = xOf(scale, bar.start)
  const y = lanes.findIndex(({ id }) => id === bar.machine) * LANE_HEIGHT
  if (x < box.scrollLeft || x > box.scrollLeft + box.clientWidth - 80) box.scrollLeft = x - 80
  if (y < box.scrollTop) box.scrollTop = y
  if (y + LANE_HEIGHT > box.scrollTop + box.clientHeight) {
    box.scrollTop = y + LANE_HEIGHT - box.clientHeight
  }
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  const interval = useInterval(() => setNow(Date.now()), MINUTE_MS)
  useEffect(() => {
    interval.start()
    return interval.stop
  }, [interval])
  return now
}

/**
 * Ctrl + wheel zooms around the pointer. While it turns the drawing is only stretched; it is drawn
 * anew once the wheel has rested.
 */
function useWheelZoom(
  box: React.RefObject<HTMLDivElement | null>,
  drawing: React.RefObject<SVGSVGElement | null>,
  zoomTo: (factor: number, x: number) => void,
): void {
  const state = useRef({ factor: 1, timer: 0 })
  const apply = useRef(zoomTo)
  apply.current = zoomTo
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const x = event.clientX - element.getBoundingClientRect().left
      state.current.factor *= Math.exp(-event.deltaY / 400)
      const svg = drawing.current
      if (svg !== null) {
        svg.style.transformOrigin = `${element.scrollLeft + x}px 0`
        svg.style.transform = `scaleX(${state.current.factor})`
      }
      window.clearTimeout(state.current.timer)
      state.current.timer = window.setTimeout(() => {
        const { factor } = state.current
        state.current.factor = 1
        if (svg !== null) svg.style.transform = ''
        apply.current(factor, x)
      }, PREVIEW_MS)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [box, drawing])
}
