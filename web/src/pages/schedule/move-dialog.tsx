import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bar, Lane, Place } from '../../timeline/types'
import { momentOf, zoneOffset } from '../../timeline/zone'
import { centreZone } from '../../ui/format'

type Props = {
  bar: Bar
  lanes: readonly Lane[]
  close: () => void
  move: (bar: Bar, place: Place) => void
}

/** The way to move a build without dragging: machine, date and time. */
export function MoveDialog({ bar, lanes, close, move }: Props) {
  const { t } = useTranslation()
  const zone = centreZone()
  const local = new Date(bar.start + zoneOffset(zone, bar.start)).toISOString()
  const [machine, setMachine] = useState(bar.machine)
  const [date, setDate] = useState(local.slice(0, 10))
  const [time, setTime] = useState(local.slice(11, 16))
  const send = (event: FormEvent) => {
    event.preventDefault()
    move(bar, { machine, start: momentOf(zone, date, time) })
    close()
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('move_to', { label: bar.label })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={send}>
        <Stack>
          <Select
            label={t('machine')}
            allowDeselect={false}
            value={machine}
            onChange={(value) => value && setMachine(value)}
            data={lanes
              .filter(({ id }) => bar.eligible.includes(id))
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Group grow>
            <TextInput
              type="date"
              label={t('date')}
              required
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
            <TextInput
              type="time"
              label={t('time')}
              required
              value={time}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
          </Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit">{t('move')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
