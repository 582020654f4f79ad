import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { api, once, taken } from '../../api/client'
import { Page } from '../../ui/page'
import { useChange } from '../../ui/use-change'

/** A request begins with what it is for and by when; its files come next. */
export default function NewRequestPage() {
  const { t } = useTranslation()
  const [, go] = useLocation()
  const create = useChange({
    call: (body: { title: string; need_by: string; project: string; note: string }) =>
      taken(api.POST('/api/requests', { params: once(), body })),
    touches: [['requests']],
    done: (request) => go(`/requests/${request.id}`),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    create.mutate({
      title: text('title'),
      need_by: text('need_by'),
      project: text('project'),
      note: text('note'),
    })
  }
  return (
    <Page title={t('new_request')}>
      <form onSubmit={send}>
        <Stack maw={560}>
          <TextInput label={t('title')} name="title" required maxLength={200} />
          <TextInput label={t('need_by')} name="need_by" type="date" required />
          <TextInput label={t('project')} name="project" maxLength={100} />
          <Textarea label={t('note')} name="note" maxLength={4000} autosize minRows={2} />
          <Group>
            <Button type="submit" loading={create.isPending}>
              {t('create')}
            </Button>
            <Button component={Link} href="/requests" variant="default">
              {t('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
