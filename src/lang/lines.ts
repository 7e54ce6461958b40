/** One line of a message, without its line feed. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /**
   * `text` may start a command. `opaque` stands inside a code fence of a prompt and never does.
   * `dropped` is the border of a fence around whole commands.
   */
  role: 'text' | 'opaque' | 'dropped';
}

const FENCE = /^[^\S\n]*`{3,}([^`\n]*)$/;
const CLOSER = /^[^\S\n]*`{3,}[^\S\n]*$/;

/**
 * The lines of a text and what its code fences make of them. A fence whose first filled line starts a
 * command is packaging around commands; any other fence holds text that is left alone. A fence that is
 * never closed is no fence.
 */
export function readLines(text: string, startsCommand: (at: number) => boolean): Line[] {
  const lines = splitLines(text);
  const closers = lines.flatMap((line, i) => (CLOSER.test(text.slice(line.start, line.end)) ? [i] : []));
  let next = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const info = line === undefined ? null : FENCE.exec(text.slice(line.start, line.end));
    if (line === undefined || info === null) continue;
    while ((closers[next] ?? Infinity) <= i) next++;
    const end = closers[next];
    if (end === undefined) break;
    markFence(text, lines.slice(i, end + 1), info[1] ?? '', startsCommand);
    i = end;
  }
  return lines;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    lines.push({ start, end, role: 'text' });
    start = end + 1;
  }
  return lines;
}

function markFence(
  text: string,
  fence: readonly Line[],
  info: string,
  startsCommand: (at: number) => boolean,
): void {
  const [open, ...rest] = fence;
  const close = rest.at(-1);
  if (open === undefined || close === undefined) return;
  const inside = rest.slice(0, -1);
  if (info.trim() !== '' && startsCommand(open.start)) {
    close.role = 'dropped';
    return;
  }
  const first = inside.find((line) => text.slice(line.start, line.end).trim() !== '');
  if (first !== undefined && startsCommand(first.start)) {
    open.role = 'dropped';
    close.role = 'dropped';
    return;
  }
  for (const line of inside) line.role = 'opaque';
}
