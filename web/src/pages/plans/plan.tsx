import { Alert, Button, Grid, Group, Loader, Paper, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import { useProgress } from '../../api/live'
import i18n from '../../i18n'
import { useMay } from '../../me'
import { ErrorState } from '../../ui/error-state'
import { duration, moment, number, percent } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { ReasonDialog } from '../../ui/reason-dialog'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'
import { gapOf, isAtWork, type Plan } from './figures'
import { HistoryChart, type Moment } from './history-chart'

/** One plan: how good it is, how that came about, and what is decided of it. */
export default function PlanPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const plan = useQuery({
    queryKey: ['plans', id],
    queryFn: () => taken(api.GET('/api/plans/{plan_id}', { params: { path: { plan_id: id } } })),
  })
  if (plan.isPending) return <PageSkeleton />
  if (plan.error) return <ErrorState error={plan.error} again={plan.refetch} />
  return (
    <Page
      title={t('plan_title', { number: plan.data.number })}
      beside={<StatusPill status={plan.data.status} />}
      actions={<Decisions plan={plan.data} />}
    >
      {isAtWork(plan.data) ? <Running plan={plan.data} /> : <Answer plan={plan.data} />}
    </Page>
  )
}

function Running({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const progress = useProgress(plan.id) as Partial<Moment> | undefined
  const objective = progress?.objective ?? null
  const bound = progress?.lower_bound ?? null
  const gap = gapOf({ objective, lower_bound: bound })
  const facts: [string, string][] = [
    [t('elapsed'), progress?.elapsed_s === undefined ? '–' : duration(progress.elapsed_s)],
    [t('of_seconds'), duration(plan.seconds)],
    [t('objective'), objective === null ? '–' : number(objective)],
    [t('bound'), bound === null ? '–' : number(bound)],
    [t('gap'), gap === null ? '–' : percent(gap, 1)],
  ]
  return (
    <Paper withBorder p="md" maw={480} bg="var(--card)" aria-live="off">
      <Group mb="sm">
        <Loader size="sm" />
        <Text>{plan.status === 'queued' ? t('waits_for_worker') : t('searching')}</Text>
      </Group>
      <Facts facts={facts} label={t('progress')} />
    </Paper>
  )
}

function Answer({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const answered = plan.build_count > 0
  const view = useQuery({
    queryKey: ['schedule', plan.id, 'view'],
    enabled: answered,
    queryFn: async () => {
      const answer = await fetch(`/api/plans/${plan.id}/schedule`)
      return (await answer.json()) as { history: Moment[]; reasons: Schemas['MessageOut'][] }
    },
  })
  const gap = gapOf(plan)
  const facts: [string, string][] = [
    [t('made_at'), moment(plan.created_at)],
    [t('builds'), number(plan.build_count)],
    [t('pieces_word'), number(plan.piece_count)],
    [t('objective'), plan.objective === null ? '–' : number(plan.objective)],
    [t('bound'), plan.lower_bound === null ? '–' : number(plan.lower_bound)],
    [t('gap'), gap === null ? '–' : percent(gap, 1)],
    [t('seed'), number(plan.seed)],
  ]
  return (
    <Stack>
      {plan.reasons.length > 0 && <Reasons reasons={plan.reasons} />}
      {plan.reason && (
        <Alert variant="outline" title={t('reason')} maw={640}>
          {plan.reason}
        </Alert>
      )}
      <Grid>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper withBorder p="md" bg="var(--card)">
            <Facts facts={facts} label={t('figures')} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          {view.data && (
            <Paper withBorder p="md" bg="var(--card)">
              <HistoryChart history={view.data.history} />
            </Paper>
          )}
        </Grid.Col>
      </Grid>
      {view.data && view.data.reasons.length > 0 && <Reasons reasons={view.data.reasons} />}
      {answered && (
        <Group>
          <Button component={Link} href={`/schedule?plan=${plan.id}`}>
            {t('show_schedule')}
          </Button>
          <Button component="a" variant="default" href={`/api/plans/${plan.id}/schedule.csv`}>
            {t('builds_csv')}
          </Button>
          <Button component="a" variant="default" href={`/api/plans/${plan.id}/parts.csv`}>
            {t('pieces_csv')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Reasons({ reasons }: { reasons: readonly Schemas['MessageOut'][] }) {
  const { t } = useTranslation()
  return (
    <Alert variant="outline" color="orange" title={t('left_out')} maw={720}>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {reasons.map((reason) => (
          <li key={`${reason.code} ${JSON.stringify(reason.params)}`}>
            {reason.text?.[i18n.language as 'en' | 'ru'] ?? reason.code}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function Facts({ facts, label }: { facts: readonly [string, string][]; label: string }) {
  return (
    <Table withRowBorders={false} verticalSpacing={4} aria-label={label}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} className="faint">
              {name}
            </Table.Th>
            <Table.Td className="numbers" ta="right">
              {value}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Decisions({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const may = useMay()
  const [refusing, refusal] = useDisclosure()
  const touches = [['plans'], ['schedule'], ['builds'], ['requests']] as const
  const params = { path: { plan_id: plan.id }, ...basedOn(plan.version) }
  const stop = useChange({
    call: () => taken(api.POST('/api/plans/{plan_id}/stop', { params: { path: params.path } })),
    touches,
  })
  const cancel = useChange({
    call: () => taken(api.POST('/api/plans/{plan_id}/cancel', { params: { path: params.path } })),
    touches,
  })
  const approve = useChange({
    call: () => taken(api.POST('/api/plans/{plan_id}/approve', { params })),
    touches,
  })
  const publish = useChange({
    call: () => taken(api.POST('/api/plans/{plan_id}/publish', { params })),
    touches,
  })
  const reject = useChange({
    call: (reason: string) =>
      taken(api.POST('/api/plans/{plan_id}/reject', { params, body: { reason } })),
    touches,
    done: refusal.close,
  })
  if (!may('plan_write')) return null
  return (
    <>
      {isAtWork(plan) && (
        <>
          <Button onClick={() => stop.mutate()} loading={stop.isPending}>
            {t('stop_and_take_best')}
          </Button>
          <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            {t('give_up')}
          </Button>
        </>
      )}
      {plan.status === 'proposed' && (
        <Button onClick={() => approve.mutate()} loading={approve.isPending}>
          {t('approve')}
        </Button>
      )}
      {plan.status === 'approved' && (
        <Button onClick={() => publish.mutate()} loading={publish.isPending}>
          {t('publish')}
        </Button>
      )}
      {(plan.status === 'proposed' || plan.status === 'approved') && (
        <Button variant="default" onClick={refusal.open}>
          {t('reject')}
        </Button>
      )}
      <ReasonDialog
        title={t('reject_plan')}
        opened={refusing}
        action={t('reject')}
        dangerous
        close={refusal.close}
        decide={(reason) => reject.mutate(reason)}
      />
    </>
  )
}
