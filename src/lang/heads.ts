import { type Cursor, peek, skipBlanks, take } from './cursor.ts';

/** Where a command starts: its name, and what was typed around it. */
export interface Head {
  /** First character of the command: its backticks, its `.p/` or its name. */
  readonly from: number;
  /** Backticks in front of it, to be taken away behind it too. */
  readonly ticks: number;
  readonly path: string;
  readonly pathFrom: number;
  readonly pathTo: number;
}

export interface HeadRules {
  /**
   * Says whether a bare `family.verb` (without `.p/`) at the start of a line is meant as a command.
   * Without it a bare name counts at the start of the message, and elsewhere only before a `{`.
   */
  readonly isHead?: ((path: string) => boolean) | undefined;
}

const TICKS = /`*/y;
const DOT_SIGIL = /\.p\//iy;
const SLASH_COMMAND = /\/p(?=[^\S\n])/iy;
const SHORT_SIGIL = /p\//iy;
const PATH = /[\p{L}_][\p{L}\p{N}_-]*(?:[./][\p{L}\p{N}_][\p{L}\p{N}_-]*)*/uy;
const NAMED_LINE = /(?:toggle|help(?=(?:[^\S\n]+[^\s]+)?[^\S\n]*`*[^\S\n]*(?:\n|$)))/iy;
const LINE_REST = /[^\S\n]*`*[^\S\n]*(?=\n|$)/y;

/**
 * The head at the cursor, which stands at the start of a line or right behind another command's
 * parameters; the cursor ends up behind the name. Undefined where no command starts; a `.p/` without
 * a name gives an empty path.
 */
export function takeHead(cursor: Cursor, first: boolean, rules: HeadRules): Head | undefined {
  skipBlanks(cursor);
  const from = cursor.at;
  const ticks = take(cursor, TICKS)?.[0].length ?? 0;
  const sigil = take(cursor, DOT_SIGIL) ?? take(cursor, SLASH_COMMAND);
  if (sigil !== undefined) {
    skipBlanks(cursor);
    take(cursor, DOT_SIGIL); // `/p .p/reflect.trace`
    skipBlanks(cursor);
    return named(cursor, from, ticks) ?? { from, ticks, path: '', pathFrom: cursor.at, pathTo: cursor.at };
  }
  if (take(cursor, SHORT_SIGIL) !== undefined) return shortHead(cursor, from, ticks, rules);
  return lineWord(cursor, from, ticks, first) ?? bareHead(cursor, from, ticks, first, rules);
}

function named(cursor: Cursor, from: number, ticks: number): Head | undefined {
  const pathFrom = cursor.at;
  const typed = take(cursor, PATH)?.[0];
  if (typed === undefined) return undefined;
  return { from, ticks, path: typed.replaceAll('/', '.').toLowerCase(), pathFrom, pathTo: cursor.at };
}

/** `p/reflect.trace`; one word after `p/` is somebody's "P/E ratio" unless it is a known name. */
function shortHead(cursor: Cursor, from: number, ticks: number, rules: HeadRules): Head | undefined {
  const head = named(cursor, from, ticks);
  if (head === undefined) return undefined;
  const known = ['toggle', 'help'].includes(head.path) || rules.isHead?.(head.path) === true;
  return known || head.path.includes('.') || peek(cursor) === '{' ? head : undefined;
}

/** `toggle` alone on a line; `help` or `help reflect.trace` as the first line of the message. */
function lineWord(cursor: Cursor, from: number, ticks: number, first: boolean): Head | undefined {
  const pathFrom = cursor.at;
  const path = take(cursor, NAMED_LINE)?.[0].toLowerCase();
  const head = path && { from, ticks, path, pathFrom, pathTo: cursor.at };
  const alone = path === 'toggle' ? take(cursor, LINE_REST) !== undefined : path === 'help' && first;
  if (alone && head) {
    cursor.at = head.pathTo;
    return head;
  }
  cursor.at = pathFrom;
  return undefined;
}

function bareHead(
  cursor: Cursor,
  from: number,
  ticks: number,
  first: boolean,
  { isHead }: HeadRules,
): Head | undefined {
  const head = named(cursor, from, ticks);
  if (head === undefined || !head.path.includes('.')) return undefined;
  const next = peek(cursor);
  if (!/^[\s{(`]?$/.test(next)) return undefined;
  const meant = isHead === undefined ? first || next === '{' : isHead(head.path) || (first && next === '{');
  return meant && !cursor.text.slice(head.pathFrom, head.pathTo).includes('/') ? head : undefined;
}
