import { useQuery } from '@tanstack/react-query'
import { api, type Schemas, taken } from '../../api/client'
import type { Bar, Lane, Span } from '../../timeline/types'

type TimelineOut = Schemas['TimelineOut']
export type Plan = Schemas['PlanOut']

export type Drawing = { range: Span; lanes: Lane[]; bars: Bar[] }

const ms = (moment: string): number => Date.parse(moment)

/** Times as numbers, machines by id: what the timeline draws. */
export function drawingOf(timeline: TimelineOut): Drawing {
  return {
    range: { start: ms(timeline.start_at), end: ms(timeline.end_at) },
    lanes: timeline.machines.map((machine) => ({
      ...machine,
      closed: machine.unattended.map(spanOf),
      maintenance: machine.maintenance.map(spanOf),
    })),
    bars: timeline.builds.map((build) => ({
      key: build.key,
      id: build.id,
      label: build.number ?? build.key,
      machine: build.machine_id,
      start: ms(build.start_at),
      printStart: ms(build.print_start_at),
      printEnd: ms(build.print_end_at),
      coolEnd: ms(build.cool_end_at),
      end: ms(build.end_at),
      status: build.status,
      pieces: build.pieces,
      late: build.late_pieces,
      material: build.material,
      utilisation: build.utilisation,
      fixed: build.fixed,
      locks: build.locks,
      eligible: build.eligible,
    })),
  }
}

const spanOf = (span: { start_at: string; end_at: string; reason: string }) => ({
  start: ms(span.start_at),
  end: ms(span.end_at),
  reason: span.reason,
})

export const usePlans = () =>
  useQuery({
    queryKey: ['plans', 'newest'],
    queryFn: () => taken(api.GET('/api/plans', { params: { query: { limit: 100 } } })),
  })

export const useDrawing = (plan: Plan | undefined) =>
  useQuery({
    queryKey: ['schedule', plan?.id, plan?.version],
    enabled: plan !== undefined && plan.build_count + plan.piece_count > 0,
    queryFn: async () =>
      drawingOf(
        await taken(
          api.GET('/api/plans/{plan_id}/timeline', {
            params: { path: { plan_id: plan?.id ?? '' } },
          }),
        ),
      ),
    placeholderData: (earlier) => earlier,
  })

/** The plan that people mean: the one asked for, else the published one, else the newest. */
export function planToShow(plans: readonly Plan[], wanted: string | null): Plan | undefined {
  return (
    plans.find((plan) => plan.id === wanted || plan.number === wanted) ??
    plans.find((plan) => plan.status === 'published') ??
    plans.find((plan) => plan.build_count > 0)
  )
}
