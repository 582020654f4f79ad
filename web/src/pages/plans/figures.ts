import type { Schemas } from '../../api/client'

export type Plan = Schemas['PlanOut']

/** How far a plan may be from the best possible one, as a share; null while unknown. */
export function gapOf(plan: Pick<Plan, 'objective' | 'lower_bound'>): number | null {
  const { objective, lower_bound: bound } = plan
  if (objective === null || bound === null) return null
  return objective <= 0 ? 0 : Math.max(objective - bound, 0) / objective
}

export const isAtWork = (plan: Plan): boolean =>
  plan.status === 'queued' || plan.status === 'solving'
