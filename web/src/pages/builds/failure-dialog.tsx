import { Button, Checkbox, Group, Modal, ScrollArea, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'

type Props = {
  opened: boolean
  pieces: readonly Schemas['PieceOut'][]
  close: () => void
  decide: (failure: { reason: string; surviving: string[] }) => void
}

/** A build failed: why, and which pieces are good all the same; the others are made again. */
export function FailureDialog({ opened, pieces, close, decide }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [good, setGood] = useState<string[]>([])
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('mark_failed')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Textarea
          label={t('reason')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Text size="sm">{t('surviving_hint')}</Text>
        <ScrollArea.Autosize mah={260}>
          <Checkbox.Group value={good} onChange={setGood} label={t('surviving')}>
            <Stack gap={6} mt={6}>
              {pieces.map(({ serial }) => (
                <Checkbox key={serial} value={serial} label={serial} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            color="red"
            disabled={reason.trim() === ''}
            onClick={() => decide({ reason: reason.trim(), surviving: good })}
          >
            {t('mark_failed')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
