import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  title: string
  opened: boolean
  action: string
  dangerous?: boolean
  /** Some decisions may go without a word. */
  optional?: boolean
  close: () => void
  decide: (reason: string) => void
}

/** Asks why, for decisions that others will want to understand. */
export function ReasonDialog({ title, opened, action, dangerous, optional, close, decide }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    decide(reason.trim())
    setReason('')
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={send}>
        <Stack>
          <Textarea
            label={t('reason')}
            required={!optional}
            maxLength={2000}
            autosize
            minRows={3}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              color={dangerous ? 'red' : undefined}
              disabled={!optional && reason.trim() === ''}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
