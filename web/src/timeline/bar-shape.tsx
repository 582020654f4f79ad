import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { duration, moment } from '../ui/format'
import { BAR_HEIGHT, BAR_TOP, fitting, type Scale, xOf } from './geometry'
import type { Bar } from './types'

const PADDING_PX = 12
const PADLOCK = 'M3 7V5a3 3 0 0 1 6 0v2h1v6H2V7zm1.5 0h3V5a1.5 1.5 0 0 0-3 0z'

type Props = {
  bar: Bar
  scale: Scale
  selected: boolean
  /** Seen where it would come to lie, not where it is. */
  lifted: boolean
}

/** The words of a bar, the longest first: what fits is shown, all of it is its name. */
export function useBarLabels(): (bar: Bar) => readonly string[] {
  const { t } = useTranslation()
  return (bar) => {
    const pieces = t('pieces', { count: bar.pieces })
    return [`${bar.label} · ${pieces} · ${bar.material}`, `${bar.label} · ${pieces}`, bar.label]
  }
}

/** One build: its phases, its state by edge and marks (never by colour alone). */
export const BarShape = memo(function BarShape({ bar, scale, selected, lifted }: Props) {
  const { t } = useTranslation()
  const labels = useBarLabels()(bar)
  const x = xOf(scale, bar.start)
  const width = Math.max(xOf(scale, bar.end) - x, 2)
  const marks = (bar.locks.length > 0 || bar.fixed ? 14 : 0) + (bar.late > 0 ? 14 : 0)
  const facts = [
    labels[0],
    `${moment(bar.start)} – ${moment(bar.end)}`,
    duration((bar.end - bar.start) / 1000),
    bar.late > 0 ? t('late_pieces', { count: bar.late }) : '',
    bar.locks.length > 0 ? t('locked') : '',
  ]
  const classes = [
    'bar',
    `bar-${bar.status}`,
    bar.late > 0 ? 'bar-late' : '',
    selected ? 'bar-selected' : '',
    lifted ? 'bar-lifted' : '',
  ]
  return (
    <g
      role="gridcell"
      tabIndex={-1}
      data-key={bar.key}
      aria-label={facts.filter(Boolean).join(', ')}
      aria-selected={selected}
      className={classes.join(' ')}
      transform={`translate(${x} ${BAR_TOP})`}
    >
      <rect className="bar-box" width={width} height={BAR_HEIGHT} rx={5} />
      <Phase from={bar.start} to={bar.printStart} bar={bar} scale={scale} name="setup" />
      <Phase from={bar.printEnd} to={bar.end} bar={bar} scale={scale} name="cool" />
      {bar.late > 0 && <rect className="bar-edge" width={4} height={BAR_HEIGHT} rx={2} />}
      <text className="bar-text" x={PADDING_PX} y={BAR_HEIGHT / 2} dominantBaseline="central">
        {fitting(labels, width - PADDING_PX - 4 - marks)}
      </text>
      {width > 28 + marks && (
        <g transform={`translate(${width - 6 - marks} ${BAR_HEIGHT / 2 - 7})`}>
          {(bar.locks.length > 0 || bar.fixed) && <path className="bar-mark" d={PADLOCK} />}
          {bar.late > 0 && (
            <text className="bar-flag" x={marks - 12} y={12}>
              {'⚑'}
            </text>
          )}
        </g>
      )}
    </g>
  )
})

type PhaseProps = { from: number; to: number; bar: Bar; scale: Scale; name: 'setup' | 'cool' }

function Phase({ from, to, bar, scale, name }: PhaseProps) {
  const width = (to - from) * scale.pxPerMs
  if (width < 1) return null
  return (
    <rect
      className={`bar-phase bar-${name}`}
      x={(from - bar.start) * scale.pxPerMs}
      width={width}
      height={BAR_HEIGHT}
    />
  )
}
