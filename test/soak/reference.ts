import type { Finding } from '../../src/analysis/findings.ts';
import { turn } from '../../src/dispatch/flow.ts';
import { pressed } from '../../src/dispatch/pressed.ts';
import { houseFor } from '../../src/dispatch/rooms.ts';
import type { Runner } from '../../src/engine/runner.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { roomsAround } from '../support/house.ts';
import type { Sent } from './conversation.ts';

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
export async function expected(
  runner: Runner,
  sent: readonly Sent[],
  seen: readonly unknown[],
): Promise<Left> {
  const rooms = await roomsAround(async () => runner);
  const house = houseFor(rooms, VISIT);
  const replies: Reply<Finding>[] = [];
  let mayBeMore = seen.length - sent.filter(({ accepted }) => accepted).length;
  for (const { kind, text, accepted } of sent) {
    if (!accepted && mayBeMore === 0) continue;
    const last = replies.at(-1);
    const line = kind === 'button' && last !== undefined ? pressed({ action: 'rerun' }, last) : text;
    if (!accepted && !asks(seen[replies.length], line ?? text)) continue;
    if (!accepted) mayBeMore--;
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

/** Whether a remembered answer is one to this line: their prompts are the same words. */
const asks = (reply: unknown, line: string): boolean => {
  const words = /Ask [^"]*/.exec(line)?.[0];
  return words !== undefined && JSON.stringify(reply ?? '').includes(words);
};
