import type { Ask } from '../../src/dispatch/command.ts';
import { influence } from '../../src/dispatch/web-measure.ts';
import { typedMessages } from '../../src/dispatch/web-typed.ts';
import { conversation, type Kind } from './conversations.ts';

/** One conversation: what the model said, and what the web drew of it. */
export interface Case {
  readonly seed: number;
  readonly answer: string;
  readonly said: string;
  readonly right: boolean;
  readonly prob: number;
  /** On masks the fit did not see; of the same fit without pairs. */
  readonly r: number | null;
  readonly additive: number | null;
  readonly planted: readonly number[];
  /** Pieces with a link to the answer, nats and error. */
  readonly links: readonly (readonly [piece: number, effect: number, error: number | null])[];
  readonly weak: readonly (readonly [piece: number, effect: number, error: number | null])[];
  readonly pairs: readonly (readonly [number, number, effect: number])[];
  /** The picture says not to trust it. */
  readonly doubted: boolean;
}

export interface Conversations {
  readonly kind: Kind;
  readonly facts: number;
  readonly cases: readonly Case[];
}

/** What is to be measured, what of it was before, and when to stop and leave the rest to the next run. */
export interface Plan<T> {
  readonly from: number;
  readonly count: number;
  readonly facts?: number;
  readonly before: readonly T[];
  readonly until: number;
}

/** Webs of conversations in which it is known what matters. */
export async function conversations(ask: Ask, kind: Kind, plan: Plan<Case>): Promise<Conversations> {
  const { from, count, facts = 5, before, until } = plan;
  const cases = [...before];
  while (cases.length < count && Date.now() < until)
    cases.push(await caseOf(ask, kind, from + cases.length, facts));
  return { kind, facts, cases };
}

async function caseOf({ runner, ...rest }: Ask, kind: Kind, seed: number, facts: number): Promise<Case> {
  const { messages, question, answer, planted } = conversation(kind, seed, facts);
  const text = [...messages, question].join('\n');
  const ask: Ask = { ...rest, runner, seed, prompt: { text, tokens: await runner.tokenize(text) } };
  const web = await influence(ask, await typedMessages(ask, 'auto'));
  const said = web.nodes.at(-1)?.text ?? '';
  const fit = web.fits.at(-1);
  if (fit === undefined) throw new Error(`nothing explained in conversation ${seed}`);
  const piece = (id: string): number => Number(id.slice(1)) - 1;
  const told = ({ from, effect, error }: (typeof web.links)[number]) =>
    [piece(from), round(effect), error === null ? null : round(error)] as const;
  return {
    ...{ seed, answer, said, planted },
    right: said.split(/\P{L}/u)[0] === answer,
    prob: round(fit.prob),
    r: fit.heldOut.r === null ? null : round(fit.heldOut.r),
    additive: fit.heldOut.additive === null ? null : round(fit.heldOut.additive),
    links: web.links.map(told),
    weak: web.weak.map(told),
    pairs: web.pairs.map(({ from: [a, b], effect }) => [piece(a), piece(b), round(effect)] as const),
    doubted: fit.doubts.length > 0,
  };
}

export const round = (value: number): number => Math.round(value * 1000) / 1000;
