import {
  type Icon,
  IconCalendarTime,
  IconFileText,
  IconStack2,
  IconTimeline,
} from '@tabler/icons-react'

type LinkLabel = 'requests' | 'schedule' | 'plans' | 'builds'

/** The places of the navigation; a role sees what it may use. */
export const LINKS: readonly { to: string; label: LinkLabel; action: string; Icon: Icon }[] = [
  { to: '/schedule', label: 'schedule', action: 'plan_see', Icon: IconCalendarTime },
  { to: '/plans', label: 'plans', action: 'plan_see', Icon: IconTimeline },
  { to: '/builds', label: 'builds', action: 'build_see', Icon: IconStack2 },
  { to: '/requests', label: 'requests', action: 'request_see', Icon: IconFileText },
]
