import '@mantine/dropzone/styles.css'
import { ActionIcon, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileUpload, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSentence } from '../../ui/error-state'
import { percent } from '../../ui/format'
import type { Sending } from './upload'
import { useUploads } from './use-uploads'

/** Where files are dropped or chosen, and how far each one is. */
export function DropFiles({ requestId }: { requestId: string }) {
  const { t } = useTranslation()
  const { files, add, drop } = useUploads(requestId)
  return (
    <Stack gap="xs" mb="md">
      <Dropzone onDrop={add} p="lg" aria-label={t('choose_files')}>
        <Group justify="center" gap="sm" style={{ pointerEvents: 'none' }}>
          <IconFileUpload size={28} aria-hidden />
          <div>
            <Text>{t('drop_files')}</Text>
            <Text size="sm" className="faint">
              {t('drop_files_hint')}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {files
        .filter(({ state }) => state !== 'done')
        .map((file) => (
          <OnItsWay key={file.key} file={file} drop={() => drop(file.key)} />
        ))}
    </Stack>
  )
}

function OnItsWay({ file, drop }: { file: Sending; drop: () => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const share = file.size > 0 ? file.sent / file.size : 0
  return (
    <Paper withBorder px="sm" py={6} bg="var(--card)">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate="end" title={file.name}>
          {file.name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" className={file.state === 'refused' ? 'bad' : 'faint'}>
            {file.state === 'refused' ? sentence(file.error) : percent(share)}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={drop}
            aria-label={t('cancel_file', { name: file.name })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      {file.state !== 'refused' && (
        <Progress value={share * 100} size="xs" mt={4} aria-label={file.name} />
      )}
    </Paper>
  )
}
