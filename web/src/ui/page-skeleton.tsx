import { Skeleton, Stack } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const PATIENCE_MS = 200

/** The shape of a page that is on its way; what comes at once never flickers. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useTimeout(() => setShown(true), PATIENCE_MS, { autoInvoke: true })
  if (!shown) return null
  return (
    <Stack p="md" gap="sm" role="status" aria-label={t('loading')}>
      <Skeleton height={32} width="30%" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <Skeleton key={row} height={28} />
      ))}
    </Stack>
  )
}
