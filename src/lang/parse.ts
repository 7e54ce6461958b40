import type { Call, Param } from './call.ts';
import { quoteKind } from './characters.ts';
import { type Cursor, peek, refuse, skipBlanks, spanOf, unexpectedEnd } from './cursor.ts';
import { type Head, type HeadRules, takeHead } from './heads.ts';
import { type Line, readLines } from './lines.ts';
import { unlink } from './links.ts';
import { readParams } from './parameters.ts';
import { type Piece, readPrompt } from './prompt.ts';
import { readValue } from './values.ts';

/**
 * Every command of a message, in the order it stands there, all of them read before the first is
 * returned. A command starts at the start of a line, or with its `.p/` right behind the name or the
 * parameters of another; the text from there to the next command is its prompt. Text before the first
 * command belongs to none. A message without any command gives an empty list.
 *
 * Takes time linear in the message.
 *
 * @throws {LangError} for the first mistake, with its exact place
 */
export function parse(message: string, rules: HeadRules = {}): Call[] {
  const reading = open(message, rules);
  const calls: Call[] = [];
  let head = nextHead(reading);
  while (head !== undefined) {
    const [call, next] = readCommand(reading, head);
    calls.push(call);
    head = next;
  }
  return calls;
}

/** Whether a message holds a command, well-formed or not; everything else is plain talk. */
export function isCommand(message: string, rules: HeadRules = {}): boolean {
  return nextHead(open(message, rules)) !== undefined;
}

interface Reading {
  readonly cursor: Cursor;
  readonly lines: readonly Line[];
  readonly headAt: (at: number) => Head | undefined;
  /** First line that has not been looked at. */
  line: number;
}

function open(source: string, rules: HeadRules): Reading {
  const plain = unlink(source);
  const cursor: Cursor = { source, plain, text: plain.text, at: 0 };
  const firstVisible = plain.text.search(/[^\s`]/);
  const headAt = (at: number) => {
    cursor.at = at;
    return takeHead(cursor, at <= firstVisible, rules);
  };
  // A fence around commands holds a `.p/`; a bare name in one counts only where the message starts with it.
  const packaged = (at: number) => {
    const head = headAt(at);
    return head !== undefined && (head.pathFrom > head.from + head.ticks || at <= firstVisible);
  };
  const lines = readLines(plain.text, packaged);
  return { cursor, lines, headAt, line: 0 };
}

/** The next line that starts a command; the lines passed over are handed to `pass`. */
function nextHead(reading: Reading, pass: (line: Line) => void = () => {}): Head | undefined {
  while (reading.line < reading.lines.length) {
    const line = reading.lines[reading.line++];
    if (line === undefined) break;
    const head = line.role === 'text' ? reading.headAt(line.start) : undefined;
    if (head !== undefined) return head;
    pass(line);
  }
  return undefined;
}

function readCommand(reading: Reading, head: Head): [Call, Head | undefined] {
  const { cursor } = reading;
  cursor.at = head.pathTo;
  if (head.path === '') headExpected(cursor, head);
  const params = readBehindHead(cursor);
  const open = head.ticks > 0 && !skipTicks(cursor, head.ticks) ? head.ticks : 0;
  const ends = cursor.at;
  skipBlanks(cursor);
  if (/^`{0,2}\.p\//i.test(cursor.text.slice(cursor.at, cursor.at + 5))) {
    return [callOf(cursor, head, params, ends, []), reading.headAt(cursor.at)];
  }
  const pieces: Piece[] = [];
  const next = readRest(reading, pieces);
  return [callOf(cursor, head, params, ends, pieces, open), next];
}

function readBehindHead(cursor: Cursor): Param[] {
  if (/[{(]/.test(peek(cursor))) return readParams(cursor, readValue, 0);
  const behind = cursor.at;
  if (!/^[\s`]?$/.test(peek(cursor)) && quoteKind(peek(cursor)) === undefined) {
    refuse(cursor, behind, unexpectedEnd(cursor), {
      code: 'head-expected',
      what: "A command's name ends here, and what follows it cannot.",
      expected: ['{parameters}', 'a space and the prompt'],
    });
  }
  skipBlanks(cursor);
  if (peek(cursor) === '{') return readParams(cursor, readValue, 0);
  cursor.at = behind;
  return [];
}

function skipTicks(cursor: Cursor, ticks: number): boolean {
  if (!cursor.text.startsWith('`'.repeat(ticks), cursor.at)) return false;
  cursor.at += ticks;
  return true;
}

/** The rest of the line and the lines up to the next command, as pieces of the prompt. */
function readRest(reading: Reading, pieces: Piece[]): Head | undefined {
  const { cursor, lines } = reading;
  while ((lines[reading.line]?.start ?? Number.POSITIVE_INFINITY) <= cursor.at) reading.line++;
  const line = lines[reading.line - 1];
  pieces.push({ from: cursor.at, to: Math.max(cursor.at, line?.end ?? cursor.at) });
  return nextHead(reading, ({ role, start, end }) => {
    if (role !== 'dropped') pieces.push({ from: start, to: end });
  });
}

function callOf(
  cursor: Cursor,
  head: Head,
  params: readonly Param[],
  ends: number,
  pieces: readonly Piece[],
  ticks = 0,
): Call {
  const prompt = readPrompt(cursor.text, pieces, ticks);
  const span = spanOf(cursor, head.from, prompt?.to ?? ends);
  if (head.path === 'toggle') {
    if (params.length > 0 || prompt !== undefined)
      toggleAlone(cursor, head, prompt?.from ?? head.pathTo, prompt?.to ?? ends);
    return { kind: 'toggle', span, source: cursor.source };
  }
  const [family = '', ...verb] = head.path.split('.');
  return {
    kind: 'command',
    path: head.path,
    family,
    verb: verb.join('.'),
    head: spanOf(cursor, head.pathFrom, head.pathTo),
    params,
    ...(prompt && { prompt: { text: prompt.text, span: spanOf(cursor, prompt.from, prompt.to) } }),
    span,
    source: cursor.source,
  };
}

function headExpected(cursor: Cursor, head: Head): never {
  return refuse(cursor, head.from, head.from + head.ticks + 3, {
    code: 'head-expected',
    what: 'No command follows here.',
    expected: ['family.verb, as in .p/reflect.trace'],
  });
}

function toggleAlone(cursor: Cursor, head: Head, from: number, ends: number): never {
  return refuse(cursor, from, Math.max(ends, from + 1), {
    code: 'toggle-takes-nothing',
    what: 'toggle stands alone: it has no parameters and no prompt.',
    expected: ['the end of the message', 'another command on a new line'],
    suggestion: head.ticks > 0 ? undefined : 'toggle',
  });
}
