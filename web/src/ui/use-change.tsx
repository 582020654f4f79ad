import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSentence } from './error-state'

type Change<Input, Output> = {
  call: (input: Input) => Promise<Output>
  /** Lists and things that this change makes old. */
  touches: readonly QueryKey[]
  done?: (output: Output, input: Input) => void
  /** What is told when it worked; nothing where the screen itself shows it. */
  says?: (output: Output, input: Input) => string
  /** Changes of one scope wait for each other. */
  scope?: string
}

/** One way for every change: do it, refresh what it touched, say what was refused and why. */
export function useChange<Input = void, Output = unknown>(change: Change<Input, Output>) {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const sentence = useSentence()
  const refresh = () =>
    Promise.all(change.touches.map((queryKey) => queries.invalidateQueries({ queryKey })))
  return useMutation({
    mutationFn: change.call,
    scope: change.scope ? { id: change.scope } : undefined,
    onSuccess: (output, input) => {
      const said = change.says?.(output, input)
      if (said)
        notifications.show({ message: said, closeButtonProps: { 'aria-label': t('close') } })
      change.done?.(output, input)
    },
    onError: (error) => {
      notifications.show({
        color: 'red',
        title: t('not_done'),
        message: sentence(error),
        autoClose: false,
        closeButtonProps: { 'aria-label': t('close') },
      })
    },
    onSettled: refresh,
  })
}
