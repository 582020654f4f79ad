import { Button, Group, Paper, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, basedOn, taken } from '../../api/client'
import { useChange } from '../../ui/use-change'
import type { Plan } from './data'

type Props = { plan: Plan; count: number; undo: () => void; leave: () => void }

/** Below a draft: how much was changed, and the ways on from here. */
export function DraftBar({ plan, count, undo, leave }: Props) {
  const { t } = useTranslation()
  const [, go] = useLocation()
  const touches = [['plans'], ['schedule']] as const
  const params = { path: { plan_id: plan.id } }
  const discard = useChange({
    call: () => taken(api.POST('/api/plans/{plan_id}/discard', { params })),
    touches,
    done: leave,
  })
  const replan = useChange({
    call: () =>
      taken(
        api.POST('/api/plans/{plan_id}/run', { params: { ...params, ...basedOn(plan.version) } }),
      ),
    touches,
    done: (run) => go(`/plans/${run.id}`),
  })
  const offer = useChange({
    call: () =>
      taken(
        api.POST('/api/plans/{plan_id}/offer', { params: { ...params, ...basedOn(plan.version) } }),
      ),
    touches,
    done: (offered) => go(`/plans/compare?a=${offered.parent_id}&b=${offered.id}`),
  })
  return (
    <Paper
      withBorder
      p="sm"
      mt="sm"
      bg="var(--card)"
      role="region"
      aria-label={t('draft')}
      style={{ position: 'sticky', bottom: 8, zIndex: 20 }}
    >
      <Group justify="space-between">
        <Text size="sm">{t('draft_changes', { number: plan.number, count })}</Text>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            disabled={count === 0}
            onClick={undo}
          >
            {t('undo')}
          </Button>
          <Button size="xs" variant="default" onClick={() => discard.mutate()}>
            {t('discard')}
          </Button>
          <Button size="xs" variant="default" onClick={() => replan.mutate()}>
            {t('replan_rest')}
          </Button>
          <Button size="xs" disabled={count === 0} onClick={() => offer.mutate()}>
            {t('review_and_publish')}
          </Button>
        </Group>
      </Group>
    </Paper>
  )
}
