/** One frame of an event stream (WHATWG HTML, server-sent events). */
export interface Frame {
  id: string | undefined;
  event: string;
  data: string;
}

/** Cuts the text of a stream into frames, in whatever pieces it comes. */
export class FrameReader {
  #rest = '';

  push(text: string): Frame[] {
    const blocks = (this.#rest + text).replace(/\r\n?/g, '\n').split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.map(frameOf).filter((frame) => frame !== undefined);
  }
}

/** Undefined for a comment, which only keeps the connection alive. */
function frameOf(block: string): Frame | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name) fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  if (fields.size === 0) return undefined;
  return { id: fields.get('id'), event: fields.get('event') ?? '', data: fields.get('data') ?? '' };
}
