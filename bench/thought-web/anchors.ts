import { render } from '../../renderers/render.ts';
import { traceAnchors } from '../../src/dispatch/anchor-commands.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { readCommands } from '../../src/dispatch/registry.ts';
import { houseFor } from '../../src/dispatch/rooms.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openMemory } from '../../src/memory/open.ts';
import { conversation, type Kind } from './conversations.ts';
import { type Plan, round } from './measure.ts';

/** Anchors of a channel, some of which bear on what is asked. */
export interface AnchorCase {
  readonly seed: number;
  readonly answer: string;
  readonly said: string;
  readonly right: boolean;
  readonly r: number | null;
  readonly planted: readonly number[];
  /** By anchor, nats. */
  readonly effects: readonly number[];
  /** Every one that matters stands above every one that does not. */
  readonly above: boolean;
  readonly doubted: boolean;
}

export interface Anchors {
  readonly kind: Kind;
  readonly cases: readonly AnchorCase[];
}

/** Each fact of a conversation is set as an anchor of a channel of its own, then the question is asked. */
export async function anchors(ask: Ask, kind: Kind, plan: Plan<AnchorCase>): Promise<Anchors> {
  const { from, count, before, until } = plan;
  const memory = await openMemory('memory:', { home: '' });
  const cases = [...before];
  while (cases.length < count && Date.now() < until) {
    const seed = from + cases.length;
    const { messages, question, answer, planted } = conversation(kind, seed);
    const here = await hereOf(ask, memory, `c${seed}`);
    for (const [i, text] of messages.entries())
      await here.session.anchors.set({ name: `a${i}`, text, persistence: 0.92, by: here.person });
    const prompt = { text: question, tokens: await ask.runner.tokenize(question) };
    cases.push(caseOf(await traceAnchors({ ...ask, here, seed, prompt }, ''), { seed, answer, planted }));
  }
  await memory.close();
  return { kind, cases };
}

function caseOf(
  findings: Awaited<ReturnType<typeof traceAnchors>>,
  known: Pick<AnchorCase, 'seed' | 'answer' | 'planted'>,
): AnchorCase {
  const scaffold = findings.find((finding) => finding.kind === 'scaffold');
  if (scaffold?.kind !== 'scaffold' || scaffold.answer === null) throw new Error('nothing was measured');
  const effects = scaffold.anchors.map(({ effect = 0 }) => round(effect));
  const size = (i: number): number => Math.abs(effects[i] ?? 0);
  const others = [...effects.keys()].filter((i) => !known.planted.includes(i));
  const { text, r, doubts } = scaffold.answer;
  return {
    ...known,
    said: text,
    right: text.includes(known.answer),
    r: r === null ? null : round(r),
    effects,
    above: known.planted.every((i) => others.every((other) => size(i) > size(other))),
    doubted: doubts.length > 0,
  };
}

async function hereOf(ask: Ask, memory: Awaited<ReturnType<typeof openMemory>>, channel: string) {
  const rooms = {
    ...{ commands: await readCommands(), memory, draw: render, seed: 0, log: silentLog },
    models: { open: async () => ask.runner, list: async () => [], usual: undefined },
    shelf: () => ask.shelf,
  };
  const person = { id: 'bench', name: 'bench' };
  return houseFor(rooms, { workspace: 'w', channel, person, manages: true, talks: true, now: 0 }).here;
}
