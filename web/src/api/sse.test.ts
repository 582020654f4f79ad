import { describe, expect, it } from 'vitest'
import { takeEvents } from './sse'

describe('a stream of events', () => {
  it('is cut into whole events, the rest waits', () => {
    const taken = takeEvents('id: 7\nevent: plan.published\ndata: {"a":1}\n\nid: 8\nda')

    expect(taken.events).toEqual([{ id: '7', event: 'plan.published', data: '{"a":1}' }])
    expect(taken.rest).toBe('id: 8\nda')
  })

  it('passes over what only keeps the connection open', () => {
    expect(takeEvents(': ping\n\n').events).toEqual([])
  })

  it('joins the lines of one message', () => {
    expect(takeEvents('data: a\ndata: b\n\n').events[0]?.data).toBe('a\nb')
  })
})
