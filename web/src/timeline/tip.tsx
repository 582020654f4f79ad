import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moment } from '../ui/format'
import type { Bar, Lane, Place } from './types'

/** What the server says about a place: sentences, and whether it would be taken. */
export type Told = { possible: boolean; sentences: readonly string[] }

const STILL_MS = 150
const TIP_WIDTH = 340

type Props = {
  bar: Bar
  place: Place
  lanes: readonly Lane[]
  /** Of the pointer; without one the tip stands in the corner (keyboard). */
  at: { x: number; y: number } | null
  check: ((bar: Bar, place: Place) => Promise<Told>) | undefined
}

/** Beside the held bar: where it would go, from when to when, and what that would mean. */
export function Tip({ bar, place, lanes, at, check }: Props) {
  const { t } = useTranslation()
  const told = useTold(bar, place, check)
  const machine = lanes.find(({ id }) => id === place.machine)
  const able = bar.eligible.includes(place.machine)
  const style = at
    ? {
        left: Math.min(at.x + 16, window.innerWidth - TIP_WIDTH - 8),
        top: Math.min(at.y + 18, window.innerHeight - 140),
      }
    : { right: 24, bottom: 24 }
  return (
    <div className="timeline-tip" style={style} role="status">
      <b>{machine?.name}</b>
      <div>{`${moment(place.start)} – ${moment(place.start + bar.end - bar.start)}`}</div>
      {!able && <div className="tip-bad">{t('machine_cannot')}</div>}
      {able &&
        told?.sentences.map((sentence) => (
          <div key={sentence} className={told.possible ? 'tip-faint' : 'tip-bad'}>
            {sentence}
          </div>
        ))}
      {at === null && <div className="tip-faint">{t('carry_keys')}</div>}
    </div>
  )
}

function useTold(bar: Bar, place: Place, check: Props['check']): Told | null {
  const [told, setTold] = useState<Told | null>(null)
  const { machine, start } = place
  useEffect(() => {
    setTold(null)
    if (check === undefined) return
    let wanted = true
    const timer = setTimeout(() => {
      check(bar, { machine, start })
        .then((answer) => wanted && setTold(answer))
        .catch(() => undefined) // the drop itself will say what is wrong
    }, STILL_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [bar, machine, start, check])
  return told
}
