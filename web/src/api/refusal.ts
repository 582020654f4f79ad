import type { components } from './schema'

export type Problem = components['schemas']['Problem']

/** Why the server did not carry out a call, with the sentence that it gives a person. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly params: Readonly<Record<string, unknown>> = {},
    readonly requestId?: string,
  ) {
    super(sentence)
  }

  /** The thing was changed by somebody else since it was loaded. */
  get stale(): boolean {
    return this.status === 409 || this.status === 412
  }
}

/** Nothing came back: the network or the server is away. */
export class Unreachable extends Error {}

/** Return the refusal that an answer tells; whatever stands in between may answer without JSON. */
export function refusalOf(status: number, body: unknown): Refusal {
  if (typeof body === 'object' && body !== null && 'code' in body) {
    const problem = body as Problem
    const fields = problem.errors ?? []
    const sentence = fields.length > 0 ? fields.map((one) => one.detail).join(' ') : problem.detail
    return new Refusal(status, problem.code, sentence, problem.params ?? {}, problem.request_id)
  }
  return new Refusal(status, 'no_answer', `HTTP ${status}`)
}
