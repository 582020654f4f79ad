import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Schemas, taken } from '../../api/client'
import i18n from '../../i18n'
import type { Told } from '../../timeline/tip'
import type { Bar, Place } from '../../timeline/types'
import { useSentence } from '../../ui/error-state'
import type { Plan } from './data'

type EditBody =
  | Schemas['MoveBuildIn']
  | Schemas['SwapBuildsIn']
  | Schemas['MovePiecesIn']
  | Schemas['LockBuildIn']
  | Schemas['UnlockBuildIn']

const at = (plan: string) => ({ path: { plan_id: plan } })

/**
 * Changes by hand. Nothing dragged changes a plan that others see: the first change makes a draft,
 * the address then shows the draft, and every change can be taken back.
 */
export function useEditing(plan: Plan | undefined, open: (plan: string) => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const sentence = useSentence()
  const [moving, setMoving] = useState<{ bar: Bar; place: Place } | null>(null)

  const edits = useQuery({
    queryKey: ['plans', plan?.id, 'edits'],
    enabled: plan?.status === 'draft',
    queryFn: () => taken(api.GET('/api/plans/{plan_id}/edits', { params: at(plan?.id ?? '') })),
  })
  const left = edits.data?.items.filter((edit) => !edit.undone) ?? []
  const newest = left.at(-1)

  const refresh = useCallback(
    () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['plans'] }),
        queries.invalidateQueries({ queryKey: ['schedule'] }),
      ]),
    [queries],
  )

  const refused = useCallback(
    (error: unknown) =>
      notifications.show({
        color: 'red',
        title: t('not_done'),
        message: sentence(error),
        autoClose: false,
        closeButtonProps: { 'aria-label': t('close') },
      }),
    [t, sentence],
  )

  async function draft(): Promise<string> {
    if (plan === undefined) throw new Error('no plan is shown')
    if (plan.status === 'draft') return plan.id
    const made = await taken(api.POST('/api/plans/{plan_id}/edit-draft', { params: at(plan.id) }))
    await queries.invalidateQueries({ queryKey: ['plans'] })
    return made.id
  }

  async function change(body: EditBody): Promise<void> {
    try {
      const id = await draft()
      const done = await taken(api.POST('/api/plans/{plan_id}/edits', { params: at(id), body }))
      if (id !== plan?.id) open(id)
      await refresh()
      notifications.show({
        id: 'undo',
        message: t('changed_undo', { number: done.edit.number }),
        closeButtonProps: { 'aria-label': t('close') },
      })
    } catch (error) {
      refused(error)
    } finally {
      setMoving(null)
    }
  }

  const undo = useCallback(async () => {
    if (plan === undefined || newest === undefined) return
    try {
      const params = { path: { plan_id: plan.id, edit_id: newest.id } }
      await taken(api.DELETE('/api/plans/{plan_id}/edits/{edit_id}', { params }))
      notifications.hide('undo')
    } catch (error) {
      refused(error)
    }
    await refresh()
  }, [plan, newest, refresh, refused])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest('input, textarea, [contenteditable]')
      if (!typing && event.code === 'KeyZ' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        void undo()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [undo])

  const check = useCallback(
    async (bar: Bar, place: Place): Promise<Told> => {
      const answer = await taken(
        api.POST('/api/plans/{plan_id}/check-edit', {
          params: at(plan?.id ?? ''),
          body: moveOf(bar, place),
        }),
      )
      const language = i18n.language as 'en' | 'ru'
      return {
        possible: answer.possible,
        sentences: answer.sentences.map((one) => one.text?.[language] ?? one.code),
      }
    },
    [plan?.id],
  )

  return {
    /** A build that was dropped and waits for the server's word: it stays where it was dropped. */
    moving,
    count: left.length,
    undo,
    check,
    move: (bar: Bar, place: Place) => {
      setMoving({ bar, place })
      void change(moveOf(bar, place))
    },
    swap: (first: string, second: string) => void change({ kind: 'swap_builds', first, second }),
    lock: (bar: Bar) =>
      void change({ kind: bar.locks.includes('contents') ? 'unlock' : 'lock', build: bar.key }),
    takePieces: (body: Omit<Schemas['MovePiecesIn'], 'kind'>) =>
      change({ kind: 'move_pieces', ...body }),
  }
}

const moveOf = (bar: Bar, place: Place): Schemas['MoveBuildIn'] => ({
  kind: 'move_build',
  build: bar.key,
  machine_id: place.machine,
  start_at: new Date(place.start).toISOString(),
})

/** The bars with the dropped one where it was dropped. */
export function withMoved(bars: readonly Bar[], moving: { bar: Bar; place: Place } | null): Bar[] {
  return bars.map((bar) => {
    if (moving === null || bar.key !== moving.bar.key) return bar
    const shift = moving.place.start - bar.start
    return {
      ...bar,
      machine: moving.place.machine,
      start: bar.start + shift,
      printStart: bar.printStart + shift,
      printEnd: bar.printEnd + shift,
      coolEnd: bar.coolEnd + shift,
      end: bar.end + shift,
    }
  })
}
