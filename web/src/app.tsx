import { Center, Loader } from '@mantine/core'
import { useEffect } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { LiveUpdates } from './api/live'
import i18n from './i18n'
import { useMeQuery } from './me'
import { Invitation } from './pages/session/invitation'
import { SignIn } from './pages/session/sign-in'
import { Screens } from './routes'
import { ErrorState } from './ui/error-state'
import { Shell } from './ui/shell'

/** Everybody else signs in first; the address they typed is kept for afterwards. */
export function App() {
  const { data: me, error, isPending, refetch } = useMeQuery()
  const [path] = useLocation()
  const language = me?.language
  useEffect(() => {
    if (language !== undefined && language !== i18n.language) void i18n.changeLanguage(language)
  }, [language])
  if (path === '/invitation') return <Invitation />
  if (isPending) {
    return (
      <Center h="100vh">
        <Loader />
      </Center>
    )
  }
  if (error) return <ErrorState error={error} again={refetch} />
  if (me === null) return <SignIn />
  return (
    <Switch>
      <Route path="/wall">
        <LiveUpdates />
        <Screens />
      </Route>
      <Route>
        <LiveUpdates />
        <Shell>
          <Screens />
        </Shell>
      </Route>
    </Switch>
  )
}
