export type ServerEvent = { id: string | null; event: string; data: string }

/** Cut what has arrived into whole events; the rest waits for more bytes. */
export function takeEvents(buffer: string): { events: ServerEvent[]; rest: string } {
  const blocks = buffer.replaceAll('\r\n', '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  return { events: blocks.map(parse).filter((one) => one !== null), rest }
}

function parse(block: string): ServerEvent | null {
  const found: ServerEvent = { id: null, event: 'message', data: '' }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue // a comment keeps the connection open
    const field = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') found.event = value
    else if (field === 'id') found.id = value
  }
  if (data.length === 0) return null
  found.data = data.join('\n')
  return found
}
