import { useTranslation } from 'react-i18next'
import { duration, number } from '../../ui/format'

export type Moment = { elapsed_s: number; objective: number | null; lower_bound: number }

const WIDTH = 560
const HEIGHT = 150
const LEFT = 8
const FLOOR = 24

/** The best value found and the proven bound, over the time of the search. */
export function HistoryChart({ history }: { history: readonly Moment[] }) {
  const { t } = useTranslation()
  const solved = history.filter((one) => one.objective !== null)
  const last = solved.at(-1)
  if (last === undefined || solved.length < 2) return null
  const values = solved.flatMap((one) => [one.objective as number, one.lower_bound])
  const highest = Math.max(...values)
  const lowest = Math.min(...values)
  const seconds = last.elapsed_s || 1
  const x = (one: Moment) => LEFT + (one.elapsed_s / seconds) * (WIDTH - 2 * LEFT)
  const y = (value: number) =>
    8 + ((highest - value) / (highest - lowest || 1)) * (HEIGHT - FLOOR - 8)
  const line = (value: (one: Moment) => number) =>
    steps(solved.map((one) => [x(one), y(value(one))]))
  const label = t('history_told', {
    objective: number(last.objective ?? 0),
    bound: number(last.lower_bound),
    time: duration(last.elapsed_s),
  })
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} width="100%">
      <line
        x1={LEFT}
        x2={WIDTH - LEFT}
        y1={HEIGHT - FLOOR}
        y2={HEIGHT - FLOOR}
        stroke="var(--line)"
      />
      <path
        d={line((one) => one.lower_bound)}
        fill="none"
        stroke="var(--good)"
        strokeWidth={2}
        strokeDasharray="5 4"
      />
      <path
        d={line((one) => one.objective as number)}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={2}
      />
      <text x={LEFT} y={HEIGHT - 6} fontSize={12} fill="var(--faint)">
        {t('history_legend')}
      </text>
      <text x={WIDTH - LEFT} y={HEIGHT - 6} fontSize={12} fill="var(--faint)" textAnchor="end">
        {`${number(seconds, 1)} ${t('unit_second')}`}
      </text>
    </svg>
  )
}

/** A value holds until the next one is found: steps, not slopes. */
function steps(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => (index === 0 ? `M${x} ${y}` : `H${x} V${y}`)).join(' ')
}
