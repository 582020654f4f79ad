import { type ComponentType, lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { useMay, useMe } from './me'
import { NotAllowed, NotFound } from './ui/empty-state'
import { PageSkeleton } from './ui/page-skeleton'

type Screen = { path: string; action: string; page: ComponentType }

/** Every screen with the action that opens it; what a role may do comes from the server. */
const SCREENS: readonly Screen[] = [
  { path: '/schedule', action: 'plan_see', page: lazy(() => import('./pages/schedule')) },
  { path: '/plans', action: 'plan_see', page: lazy(() => import('./pages/plans/list')) },
  { path: '/plans/compare', action: 'plan_see', page: lazy(() => import('./pages/plans/compare')) },
  { path: '/plans/:id', action: 'plan_see', page: lazy(() => import('./pages/plans/plan')) },
  { path: '/builds', action: 'build_see', page: lazy(() => import('./pages/builds/list')) },
  { path: '/builds/:id', action: 'build_see', page: lazy(() => import('./pages/builds/build')) },
  { path: '/parts/:id', action: 'request_see', page: lazy(() => import('./pages/parts/part')) },
  { path: '/requests', action: 'request_see', page: lazy(() => import('./pages/requests/list')) },
  {
    path: '/requests/new',
    action: 'request_write',
    page: lazy(() => import('./pages/requests/new')),
  },
  {
    path: '/requests/:id',
    action: 'request_see',
    page: lazy(() => import('./pages/requests/request')),
  },
]

const HOME: Readonly<Record<string, string>> = {
  engineer: '/requests',
  operator: '/schedule',
  admin: '/schedule',
  floor: '/builds',
}

export function Screens() {
  const may = useMay()
  const { role } = useMe()
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        <Route path="/">
          <Redirect to={HOME[role] ?? '/requests'} replace />
        </Route>
        {SCREENS.map(({ path, action, page: Page }) => (
          <Route key={path} path={path}>
            {may(action) ? <Page /> : <NotAllowed />}
          </Route>
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  )
}
