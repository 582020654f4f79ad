import { clock, moment, plainDay } from '../ui/format'
import { DAY, firstTick, type Scale, tickStep, timeAt, xOf } from './geometry'
import { zoneOffset } from './zone'

type Props = { scale: Scale; zone: string; from: number; to: number; width: number; height: number }

type Tick = { at: number; x: number; text: string; major: boolean }

/** Ticks on the centre's local time: every tick once, midnights with their date. */
export function ticksOf({ scale, zone, from, to }: Omit<Props, 'width' | 'height'>): Tick[] {
  const offset = zoneOffset(zone, from)
  const step = tickStep(scale.pxPerMs)
  const ticks: Tick[] = []
  for (let at = firstTick(from, step, offset); at < to; at += step) {
    const major = (at + offset) % DAY === 0
    ticks.push({
      at,
      x: xOf(scale, at),
      major,
      text: major ? dayText(at, step, offset) : clock(at),
    })
  }
  return ticks
}

function dayText(at: number, step: number, offset: number): string {
  if (step >= 7 * DAY) return plainDay(new Date(at + offset).toISOString().slice(0, 10))
  return moment(at).replace(/,?\s*\d\d:\d\d$/, '')
}

export function Head(props: Props) {
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      {ticksOf(props).map(({ at, x, text, major }) => (
        <g key={at} transform={`translate(${x} 0)`}>
          <line y1={major ? 0 : 24} y2={props.height} className={major ? 'tick-major' : 'tick'} />
          <text
            x={4}
            y={major ? 16 : 34}
            className={major ? 'tick-text tick-text-major' : 'tick-text'}
          >
            {text}
          </text>
        </g>
      ))}
    </svg>
  )
}

export const nowX = (scale: Scale, now: number, width: number): number | null => {
  const x = xOf(scale, now)
  return x >= 0 && x <= width && timeAt(scale, x) > 0 ? x : null
}
