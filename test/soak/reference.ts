import type { Finding } from '../../src/analysis/findings.ts';
import { turn } from '../../src/dispatch/flow.ts';
import { pressed } from '../../src/dispatch/pressed.ts';
import { houseFor } from '../../src/dispatch/rooms.ts';
import type { Runner } from '../../src/engine/runner.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { roomsAround } from '../support/house.ts';
import type { Ask, Sent } from './conversation.ts';

/** What a conversation leaves in memory: times left out, which no two runs share. */
export interface Left {
  readonly prompt: string | undefined;
  readonly replies: readonly unknown[];
}

export const timeless = ({ timing: _, ...reply }: Reply): unknown => JSON.parse(JSON.stringify(reply));

/**
 * The same conversation in this thread, message by message: no platform, no queue, nothing that dies. Of
 * what was never acknowledged it takes in what `seen` shows was taken in all the same.
 */
export async function expected(runner: Runner, sent: readonly Sent[], seen: readonly Reply[]): Promise<Left> {
  const rooms = await roomsAround(async () => runner);
  const house = houseFor(rooms, VISIT);
  const replies: Reply<Finding>[] = [];
  for (const { kind, text } of takenIn(sent, seen.map(signOf)) ?? sent) {
    const last = replies.at(-1);
    const line = kind === 'button' && last !== undefined ? pressed({ action: 'rerun' }, last) : text;
    for await (const answer of turn({ text: line ?? text }, house, {})) replies.push(answer.reply);
  }
  return { prompt: await house.session.prompt(), replies: replies.map(timeless) };
}

const VISIT = {
  workspace: 'w',
  channel: 'c',
  thread: 't',
  person: { id: 'p', name: 'p' },
  manages: false,
  talks: true,
  now: 0,
};

/** What an answer is to: command, words kept, prompt. */
const signOf = ({ command, params, prompt }: Reply): string => sign(command, params.top, prompt.text);
const sign = (command: string, top: unknown, prompt: string): string =>
  JSON.stringify([command, top, prompt]);

/** What an ask is answered by, after the answer before it. */
function signAfter({ kind, text }: Ask, before: string): string {
  if (kind === 'button') return before;
  if (kind === 'talk') return sign('.p/talk', undefined, text);
  const [, prompt = ''] = /^\.p\/reflect\.lens (.*)$/s.exec(text) ?? [];
  return prompt === '' ? sign('.p/reflect.lens', 2, promptIn(before)) : sign('.p/reflect.lens', 3, prompt);
}

function promptIn(signed: string): string {
  const read: unknown = JSON.parse(signed || '[]');
  return Array.isArray(read) ? String(read[2]) : '';
}

/** The asks that these answers are to, in order: all that were accepted, and some that were not; undefined: no such choice. */
function takenIn(sent: readonly Sent[], seen: readonly string[], before = ''): readonly Sent[] | undefined {
  const [first, ...rest] = sent;
  if (first === undefined) return seen.length === 0 ? [] : undefined;
  if (!first.accepted) {
    const without = takenIn(rest, seen, before);
    if (without !== undefined) return without;
  }
  const signed = signAfter(first, before);
  if (seen[0] !== signed) return undefined;
  const after = takenIn(rest, seen.slice(1), signed);
  return after === undefined ? undefined : [first, ...after];
}
