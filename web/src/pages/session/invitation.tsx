import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, taken } from '../../api/client'
import { fetchMe } from '../../me'
import { useSentence } from '../../ui/error-state'
import { Door } from './door'

/** Behind a one-time link: choose a password; the first administrator says who that is, too. */
export function Invitation() {
  const { t } = useTranslation()
  const sentence = useSentence()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const accept = useMutation({
    mutationFn: async (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? '').trim() || undefined
      await taken(
        api.POST('/api/invitations/accept', {
          body: {
            secret: window.location.hash.slice(1),
            password: String(form.get('password')),
            email: text('email'),
            name: text('name'),
          },
        }),
      )
      return fetchMe()
    },
    onSuccess: (me) => {
      go('/', { replace: true })
      queries.setQueryData(['me'], me)
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    accept.mutate(new FormData(event.currentTarget))
  }
  return (
    <Door title={t('welcome')}>
      <form onSubmit={send}>
        <Stack>
          {accept.error && (
            <Alert color="red" variant="outline" role="alert">
              {sentence(accept.error)}
            </Alert>
          )}
          <PasswordInput
            label={t('new_password')}
            description={t('password_rule')}
            name="password"
            required
            minLength={12}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          />
          <Text size="sm" className="faint">
            {t('first_administrator')}
          </Text>
          <TextInput label={t('your_name')} name="name" autoComplete="name" />
          <TextInput label={t('email')} name="email" type="email" autoComplete="username" />
          <Button type="submit" loading={accept.isPending}>
            {t('set_password')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
