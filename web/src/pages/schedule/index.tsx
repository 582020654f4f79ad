import { ActionIcon, Button, Group, SegmentedControl, Select, Switch } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconCalendarOff, IconMinus, IconPlus } from '@tabler/icons-react'
import {
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringEnum,
  useQueryStates,
} from 'nuqs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useMay } from '../../me'
import { DAY } from '../../timeline/geometry'
import { Timeline, type TimelineHandle } from '../../timeline/timeline'
import type { Bar, Place } from '../../timeline/types'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { centreZone } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { StatusPill } from '../../ui/status-pill'
import { Attention } from './attention'
import { BuildPanel } from './build-panel'
import { planToShow, useDrawing, usePlans } from './data'
import { DraftBar } from './draft-bar'
import { useEditing, withMoved } from './editing'
import { MoveDialog } from './move-dialog'
import { ScheduleTable } from './table'

const LANE_NAMES_PX = 190
const SPANS = { day: DAY, week: 7 * DAY, fortnight: 14 * DAY, month: 30 * DAY } as const
type SpanName = keyof typeof SPANS

/** The plan as machines by time; everything about the view is in the address. */
export default function SchedulePage() {
  const { t } = useTranslation()
  const [, go] = useLocation()
  const [view, setView] = useQueryStates({
    plan: parseAsString,
    view: parseAsStringEnum(['timeline', 'table']).withDefault('timeline'),
    span: parseAsStringEnum(Object.keys(SPANS) as SpanName[]).withDefault('fortnight'),
    zoom: parseAsFloat,
    process: parseAsString,
    late: parseAsBoolean.withDefault(false),
    sel: parseAsString,
  })
  const plans = usePlans()
  const plan = planToShow(plans.data?.items ?? [], view.plan)
  const drawing = useDrawing(plan)
  const size = useElementSize()
  const may = useMay()
  const editing = useEditing(plan, (id) => void setView({ plan: id }))
  const [placing, setPlacing] = useState<Bar | null>(null)
  const timeline = useRef<TimelineHandle>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(view.sel ? [view.sel] : []))

  const shown = useMemo(() => {
    if (!drawing.data) return null
    const lanes = drawing.data.lanes.filter(
      (lane) => !view.process || lane.process === view.process,
    )
    const ids = new Set(lanes.map(({ id }) => id))
    const bars = withMoved(drawing.data.bars, editing.moving).filter(
      (bar) => ids.has(bar.machine) && (!view.late || bar.late),
    )
    return { lanes, bars, range: drawing.data.range }
  }, [drawing.data, view.process, view.late, editing.moving])
  const processes = useMemo(
    () => [...new Set(drawing.data?.lanes.map(({ process }) => process))].sort(),
    [drawing.data],
  )

  const width = Math.max(size.width - LANE_NAMES_PX, 320)
  const pxPerMs = view.zoom ?? width / SPANS[view.span]
  const select = (keys: readonly string[]) => {
    setChosen(new Set(keys))
    void setView({ sel: keys.length === 1 ? (keys[0] ?? null) : null })
  }
  const showBars = (bars: readonly Bar[]) => {
    select(bars.map(({ key }) => key))
    const first = bars[0]
    if (first) timeline.current?.show(Math.min(...bars.map(({ start }) => start), first.start))
  }
  const hasDrawing = shown !== null
  useEffect(() => {
    if (hasDrawing) timeline.current?.show(Date.now())
  }, [hasDrawing])

  if (plans.isPending) return <PageSkeleton />
  if (plans.error) return <ErrorState error={plans.error} again={plans.refetch} />
  if (plan === undefined) {
    return (
      <Page title={t('schedule')}>
        <EmptyState
          icon={<IconCalendarOff size={40} />}
          title={t('no_plan')}
          hint={t('no_plan_hint')}
          action={<Button onClick={() => go('/plans')}>{t('to_plans')}</Button>}
        />
      </Page>
    )
  }
  const editable =
    may('plan_write') && ['draft', 'proposed', 'approved', 'published'].includes(plan.status)
  const only = chosen.size === 1 ? shown?.bars.find((bar) => chosen.has(bar.key)) : undefined
  return (
    <Page
      title={t('schedule')}
      beside={
        <>
          <Select
            size="xs"
            w={190}
            allowDeselect={false}
            aria-label={t('plan')}
            value={plan.id}
            onChange={(id) => void setView({ plan: id })}
            data={(plans.data.items ?? [])
              .filter((one) => one.build_count > 0 || one.id === plan.id)
              .map((one) => ({
                value: one.id,
                label: `${one.number} · ${t(`status_${one.status}`)}`,
              }))}
          />
          <StatusPill status={plan.status} />
        </>
      }
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('view')}
            value={view.view}
            onChange={(next) => void setView({ view: next as 'timeline' | 'table' })}
            data={[
              { value: 'timeline', label: t('timeline') },
              { value: 'table', label: t('table') },
            ]}
          />
          {view.view === 'timeline' && (
            <>
              <Button
                size="xs"
                variant="default"
                onClick={() => timeline.current?.show(Date.now())}
              >
                {t('today')}
              </Button>
              <SegmentedControl
                size="xs"
                aria-label={t('zoom')}
                value={view.zoom === null ? view.span : ''}
                onChange={(span) => void setView({ span: span as SpanName, zoom: null })}
                data={[
                  { value: 'day', label: t('span_day') },
                  { value: 'week', label: t('span_week') },
                  { value: 'fortnight', label: t('span_fortnight') },
                  { value: 'month', label: t('span_month') },
                ]}
              />
              <ActionIcon
                variant="default"
                aria-label={t('zoom_out')}
                onClick={() => timeline.current?.zoomBy(1 / 1.5)}
              >
                <IconMinus size={16} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                aria-label={t('zoom_in')}
                onClick={() => timeline.current?.zoomBy(1.5)}
              >
                <IconPlus size={16} />
              </ActionIcon>
            </>
          )}
        </>
      }
    >
      <Group mb="sm" gap="md" className="no-print">
        <Select
          size="xs"
          clearable
          placeholder={t('all_processes')}
          aria-label={t('process')}
          value={view.process}
          onChange={(process) => void setView({ process })}
          data={processes.map((value) => ({
            value,
            label: t(`process_${value}` as 'process_mex'),
          }))}
        />
        <Switch
          size="sm"
          label={t('late_only')}
          checked={view.late}
          onChange={(event) => void setView({ late: event.currentTarget.checked || null })}
        />
      </Group>
      <Group align="stretch" wrap="nowrap" gap="sm">
        <div ref={size.ref} style={{ flex: 1, minWidth: 0 }}>
          {drawing.isPending && <PageSkeleton rows={10} />}
          {drawing.error && <ErrorState error={drawing.error} again={drawing.refetch} />}
          {shown && (
            <>
              <Attention bars={shown.bars} lanes={shown.lanes} show={showBars} />
              {view.view === 'table' ? (
                <ScheduleTable bars={shown.bars} lanes={shown.lanes} />
              ) : (
                <Timeline
                  ref={timeline}
                  bars={shown.bars}
                  lanes={shown.lanes}
                  range={shown.range}
                  zone={centreZone()}
                  pxPerMs={pxPerMs}
                  onZoom={(zoom) => void setView({ zoom })}
                  selected={chosen}
                  onSelect={select}
                  onOpen={(bar) => bar.id && go(`/builds/${bar.id}`)}
                  onLock={(bar) => editable && editing.lock(bar)}
                  onMove={
                    editable
                      ? (bar, place, swap) => {
                          const under = swap ? buildAt(shown.bars, bar, place) : undefined
                          if (under) editing.swap(bar.key, under.key)
                          else editing.move(bar, place)
                        }
                      : undefined
                  }
                  check={editable ? editing.check : undefined}
                />
              )}
            </>
          )}
        </div>
        <BuildPanel
          bar={only ?? null}
          lanes={shown?.lanes ?? []}
          close={() => select([])}
          lock={editable ? editing.lock : undefined}
          move={editable ? setPlacing : undefined}
        />
      </Group>
      {plan.status === 'draft' && (
        <DraftBar
          plan={plan}
          count={editing.count}
          undo={() => void editing.undo()}
          leave={() => void setView({ plan: plan.parent_id })}
        />
      )}
      {placing && (
        <MoveDialog
          bar={placing}
          lanes={shown?.lanes ?? []}
          close={() => setPlacing(null)}
          move={editing.move}
        />
      )}
    </Page>
  )
}

/** The other build that lies under a place, to change places with. */
function buildAt(bars: readonly Bar[], own: Bar, place: Place): Bar | undefined {
  return bars.find(
    (bar) =>
      bar.key !== own.key &&
      bar.machine === place.machine &&
      bar.start < place.start + (own.end - own.start) &&
      bar.end > place.start,
  )
}
