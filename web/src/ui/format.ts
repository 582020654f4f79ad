import i18n from '../i18n'

const NBSP = '\u00a0'

let zone = 'UTC'

/** Everything is shown in the centre's time, wherever the reader is. */
export function setZone(name: string): void {
  zone = name
}

export const centreZone = (): string => zone

const cached = new Map<string, Intl.DateTimeFormat>()

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${i18n.language} ${zone} ${JSON.stringify(options)}`
  const known = cached.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(i18n.language, { timeZone: zone, ...options })
  cached.set(key, made)
  return made
}

/** "Fri, 28 Nov, 04:30" in the centre's time. */
export function moment(at: string | number | Date): string {
  return dates({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))
}

/** "28 Nov 2026" in the centre's time. */
export function day(at: string | number | Date): string {
  return dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at))
}

/** A date without a time ("2026-06-30"), which has no zone. */
export function plainDay(date: string): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  return new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

/** "04:30" in the centre's time. */
export const clock = (at: string | number | Date): string =>
  dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value)
}

export function percent(share: number, digits = 0): string {
  return new Intl.NumberFormat(i18n.language, {
    style: 'percent',
    maximumFractionDigits: digits,
  }).format(share)
}

/** "1 d 6 h", "3 h 5 min", "40 min"; the two largest units that are not zero. */
export function duration(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  const sign = seconds < 0 ? '−' : ''
  const parts: [number, 'unit_day' | 'unit_hour' | 'unit_minute'][] = [
    [Math.floor(minutes / 1440), 'unit_day'],
    [Math.floor((minutes % 1440) / 60), 'unit_hour'],
    [minutes % 60, 'unit_minute'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first < 0) return `0${NBSP}${i18n.t('unit_minute')}`
  return (
    sign +
    parts
      .slice(first, first + 2)
      .filter(([value]) => value > 0)
      .map(([value, unit]) => `${number(value)}${NBSP}${i18n.t(unit)}`)
      .join(' ')
  )
}

/** "60 × 40 × 46 mm". */
export function box(sizes: readonly number[]): string {
  return `${sizes.map((size) => number(size, 1)).join(`${NBSP}×${NBSP}`)}${NBSP}${i18n.t('unit_mm')}`
}

/** Cubic millimetres as "27.4 cm³". */
export const volume = (mm3: number): string =>
  `${number(mm3 / 1000, 1)}${NBSP}${i18n.t('unit_cm3')}`

export function mass(grams: number): string {
  return grams >= 1000
    ? `${number(grams / 1000, 1)}${NBSP}${i18n.t('unit_kg')}`
    : `${number(grams)}${NBSP}${i18n.t('unit_g')}`
}
