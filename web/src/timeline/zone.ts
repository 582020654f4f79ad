import { DAY } from './geometry'

/** Milliseconds that the local time of a zone is ahead of UTC at a moment. */
export function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at))
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  )
  return local - Math.floor(at / 1000) * 1000
}

/** The moment at which the local day of `at` began. */
export function dayStart(zone: string, at: number): number {
  const offset = zoneOffset(zone, at)
  return Math.floor((at + offset) / DAY) * DAY - offset
}

/** The moment that local date and time ("2026-11-28", "04:30") mean in a zone. */
export function momentOf(zone: string, date: string, time: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  const guess = asUtc - zoneOffset(zone, asUtc)
  return asUtc - zoneOffset(zone, guess)
}
