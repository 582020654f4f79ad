import {
  Alert,
  Anchor,
  Button,
  Grid,
  Group,
  Paper,
  Select,
  Table,
  Text,
  Textarea,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import { useMay } from '../../me'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { duration, moment, number } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'
import { usePlans } from '../schedule/data'
import type { Plan } from './figures'

type Comparison = Schemas['ComparisonOut']
const DATES_SHOWN = 50

/** Two plans side by side: better or worse, what moves, whose dates change. */
export default function ComparePage() {
  const { t } = useTranslation()
  const [{ a, b }, choose] = useQueryStates({ a: parseAsString, b: parseAsString })
  const plans = usePlans()
  const comparison = useQuery({
    queryKey: ['plans', 'compare', a, b],
    enabled: a !== null && b !== null,
    queryFn: () =>
      taken(
        api.GET('/api/plans/{plan_id}/comparison', {
          params: { path: { plan_id: b ?? '' }, query: { base: a ?? '' } },
        }),
      ),
  })
  if (plans.isPending) return <PageSkeleton />
  if (plans.error) return <ErrorState error={plans.error} again={plans.refetch} />
  const options = plans.data.items
    .filter((plan) => plan.build_count > 0)
    .map((plan) => ({ value: plan.id, label: `${plan.number} · ${t(`status_${plan.status}`)}` }))
  const after = plans.data.items.find(({ id }) => id === b)
  return (
    <Page title={t('compare_plans')} beside={after && <StatusPill status={after.status} />}>
      <Group mb="md" className="no-print">
        <Select
          label={t('plan_before')}
          value={a}
          onChange={(value) => void choose({ a: value })}
          data={options}
        />
        <Select
          label={t('plan_after')}
          value={b}
          onChange={(value) => void choose({ b: value })}
          data={options}
        />
      </Group>
      {comparison.error && <ErrorState error={comparison.error} again={comparison.refetch} />}
      {comparison.isLoading && <PageSkeleton rows={6} />}
      {(a === null || b === null) && <EmptyState title={t('choose_two_plans')} />}
      {comparison.data && (
        <>
          <Figures comparison={comparison.data} />
          {after && <Decide plan={after} comparison={comparison.data} />}
          <Grid mt="md">
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Builds changes={comparison.data.builds} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <Dates dates={comparison.data.dates} />
            </Grid.Col>
          </Grid>
        </>
      )}
    </Page>
  )
}

function Figures({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation()
  const { before, after } = comparison
  const rows: [string, number, number, boolean][] = [
    [t('late_pieces_word'), before.late_pieces, after.late_pieces, true],
    [t('late_hours'), before.late_h, after.late_h, true],
    [t('machine_hours'), before.machine_h, after.machine_h, true],
    [t('changeovers'), before.changeovers, after.changeovers, true],
    [t('builds'), before.builds, after.builds, false],
    [t('pieces_word'), before.pieces, after.pieces, false],
  ]
  return (
    <Group gap="sm">
      {rows.map(([name, was, is, lessIsBetter]) => (
        <Paper key={name} withBorder px="md" py="xs" bg="var(--card)" miw={130}>
          <Text size="xs" className="faint">
            {name}
          </Text>
          <Text className={`numbers ${verdict(was, is, lessIsBetter)}`}>
            {was === is ? number(is, 1) : `${number(was, 1)} → ${number(is, 1)} ${arrow(was, is)}`}
          </Text>
        </Paper>
      ))}
    </Group>
  )
}

const arrow = (was: number, is: number): string => (is > was ? '▲' : '▼')

function verdict(was: number, is: number, lessIsBetter: boolean): string {
  if (was === is || !lessIsBetter) return ''
  return is < was ? 'good' : 'bad'
}

function Builds({ changes }: { changes: Comparison['builds'] }) {
  const { t } = useTranslation()
  const shown = changes.filter(({ kind }) => kind !== 'same')
  const same = changes.length - shown.length
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Text fw={600}>{t('builds')}</Text>
      <Text size="sm" className="faint">
        {t('builds_stay', { count: same })}
      </Text>
      {shown.length > 0 && (
        <Table verticalSpacing={4} aria-label={t('builds')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('what')}</Table.Th>
              <Table.Th>{t('before')}</Table.Th>
              <Table.Th>{t('after')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="numbers">
            {shown.map(({ kind, before, after }) => (
              <Table.Tr key={`${kind} ${before?.build} ${after?.build}`}>
                <Table.Td>{t(`change_${kind as 'moved' | 'new' | 'dropped'}`)}</Table.Td>
                <Table.Td>{before ? spot(before) : '–'}</Table.Td>
                <Table.Td>{after ? spot(after) : '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  )
}

const spot = ({ build, machine, start_at }: Schemas['SpotOut']): string =>
  `${build} · ${machine} · ${moment(start_at)}`

function Dates({ dates }: { dates: Comparison['dates'] }) {
  const { t } = useTranslation()
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Text fw={600}>{t('dates')}</Text>
      <Text size="sm" className="faint">
        {t('dates_change', { count: dates.length })}
      </Text>
      {dates.length > 0 && (
        <Table verticalSpacing={4} aria-label={t('dates')}>
          <Table.Tbody className="numbers">
            {dates.slice(0, DATES_SHOWN).map((change) => (
              <Table.Tr key={change.serial}>
                <Table.Td>{change.serial}</Table.Td>
                <Table.Td>{change.after_at ? moment(change.after_at) : t('not_in_plan')}</Table.Td>
                <Table.Td>
                  <Shift change={change} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  )
}

function Shift({ change }: { change: Schemas['DateChangeOut'] }) {
  const { t } = useTranslation()
  if (!change.before_at || !change.after_at) return null
  const seconds = (Date.parse(change.after_at) - Date.parse(change.before_at)) / 1000
  return (
    <span className={seconds > 0 ? 'bad' : 'good'}>
      {seconds > 0
        ? t('later_by', { time: duration(seconds) })
        : t('earlier_by', { time: duration(-seconds) })}
    </span>
  )
}

/** Publishing sends promises out: if any date gets later, a word of explanation is needed. */
function Decide({ plan, comparison }: { plan: Plan; comparison: Comparison }) {
  const { t } = useTranslation()
  const may = useMay()
  const [, go] = useLocation()
  const [comment, setComment] = useState('')
  const later = comparison.dates.filter(
    ({ before_at, after_at }) => before_at && (!after_at || after_at > before_at),
  ).length
  const publish = useChange({
    call: async () => {
      const params = { path: { plan_id: plan.id } }
      const approved =
        plan.status === 'proposed'
          ? await taken(
              api.POST('/api/plans/{plan_id}/approve', {
                params: { ...params, ...basedOn(plan.version) },
              }),
            )
          : plan
      return taken(
        api.POST('/api/plans/{plan_id}/publish', {
          params: { ...params, ...basedOn(approved.version) },
          body: { comment },
        }),
      )
    },
    touches: [['plans'], ['schedule'], ['builds'], ['requests']],
    says: () => t('published_told'),
    done: (published) => go(`/schedule?plan=${published.id}`),
  })
  if (!may('plan_write') || !['proposed', 'approved'].includes(plan.status)) return null
  return (
    <Paper withBorder p="sm" mt="md" bg="var(--card)" className="no-print">
      {later > 0 && (
        <>
          <Alert variant="outline" color="orange" mb="xs">
            {t('dates_get_later', { count: later })}
          </Alert>
          <Textarea
            label={t('comment')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
        </>
      )}
      <Group mt="xs" justify="flex-end">
        <Anchor component={Link} href={`/plans/${plan.id}`} size="sm">
          {t('open_plan')}
        </Anchor>
        <Button
          loading={publish.isPending}
          disabled={later > 0 && comment.trim() === ''}
          onClick={() => publish.mutate()}
        >
          {t('publish_number', { number: plan.number })}
        </Button>
      </Group>
    </Paper>
  )
}
