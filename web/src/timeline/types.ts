/** A build as the timeline draws it; moments are milliseconds since 1970. */
export type Bar = {
  key: string
  id: string | null
  label: string
  machine: string
  start: number
  printStart: number
  printEnd: number
  coolEnd: number
  end: number
  status: string
  pieces: number
  late: number
  material: string
  /** Share of the platform or of the build volume. */
  utilisation: number
  /** Decided by a person, or already on the machine: it does not move. */
  fixed: boolean
  locks: readonly ('machine' | 'time' | 'contents')[]
  /** Machines that could take it, its own included. */
  eligible: readonly string[]
}

export type Span = { start: number; end: number }

export type Lane = {
  id: string
  name: string
  process: string
  model: string
  status: string
  /** Nobody is there. */
  closed: readonly Span[]
  maintenance: readonly (Span & { reason: string })[]
}

/** A place for a bar: on a machine, from a moment on. */
export type Place = { machine: string; start: number }
