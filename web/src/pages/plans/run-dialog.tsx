import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, once, taken } from '../../api/client'
import { useChange } from '../../ui/use-change'
import type { Plan } from './figures'

type Props = { opened: boolean; close: () => void; started: (plan: Plan) => void }

/** Starts a run: how long it may search. */
export function RunDialog({ opened, close, started }: Props) {
  const { t } = useTranslation()
  const [seconds, setSeconds] = useState<number>(60)
  const run = useChange({
    call: () => taken(api.POST('/api/plans', { params: once(), body: { seconds, seed: 0 } })),
    touches: [['plans']],
    done: (plan) => {
      close()
      started(plan)
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('run_plan')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text size="sm">{t('run_plan_hint')}</Text>
        <NumberInput
          label={t('search_seconds')}
          min={1}
          max={3600}
          allowDecimal={false}
          clampBehavior="strict"
          value={seconds}
          onChange={(value) => setSeconds(Number(value) || 1)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={run.isPending} onClick={() => run.mutate()}>
            {t('start_run')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
