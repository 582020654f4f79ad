import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, taken } from '../../api/client'
import { fetchMe } from '../../me'
import { useSentence } from '../../ui/error-state'
import { Door } from './door'

export function SignIn() {
  const { t } = useTranslation()
  const sentence = useSentence()
  const queries = useQueryClient()
  const signIn = useMutation({
    mutationFn: async (given: { email: string; password: string }) => {
      await taken(api.POST('/api/session', { body: given }))
      return fetchMe()
    },
    onSuccess: (me) => queries.setQueryData(['me'], me),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ email: String(form.get('email')), password: String(form.get('password')) })
  }
  return (
    <Door title={t('sign_in')}>
      <form onSubmit={send}>
        <Stack>
          {signIn.error && (
            <Alert color="red" variant="outline" role="alert">
              {sentence(signIn.error)}
            </Alert>
          )}
          <TextInput
            label={t('email')}
            name="email"
            type="email"
            required
            autoComplete="username"
          />
          <PasswordInput
            label={t('password')}
            name="password"
            required
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          />
          <Button type="submit" loading={signIn.isPending}>
            {t('sign_in')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
