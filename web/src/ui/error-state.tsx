import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Refusal, Unreachable } from '../api/refusal'

/** The sentence for a person about anything that went wrong. */
export function useSentence(): (error: unknown) => string {
  const { t } = useTranslation()
  return (error) => {
    if (error instanceof Unreachable) return t('unreachable')
    if (error instanceof Refusal) return error.message
    return t('broken')
  }
}

/** What stands where a page or a list should be, and could not be loaded. */
export function ErrorState({ error, again }: { error: unknown; again?: () => unknown }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const id = error instanceof Refusal ? error.requestId : undefined
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('could_not_load')}
      m="md"
      maw={640}
    >
      <Stack gap="sm">
        <Text>{sentence(error)}</Text>
        {id && (
          <Text size="xs" className="faint">
            {t('request_id', { id })}
          </Text>
        )}
        {again && (
          <Group>
            <Button size="xs" onClick={() => void again()}>
              {t('try_again')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
