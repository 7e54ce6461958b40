import { measuresOf, type ReadText } from '../analysis/collapse.ts';
import type { Measures, TrajectoryFinding } from '../analysis/trajectory-finding.ts';
import type { Generation, SamplingGuard } from '../engine/runner.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { type Reading, readText } from './read-text.ts';

/** One answer of a model that is fed its own answers. */
export interface Fed extends ReadText {
  readonly ids: readonly TokenId[];
  readonly text: string;
  readonly written: readonly Token[];
  readonly measures: Measures;
  /** Of the guards that watched it, in their order. */
  readonly trips: Generation['samples'][number]['trips'];
  readonly ended: Generation['samples'][number]['ended'];
  /** What it read: the prompt, then the answer before. */
  readonly read: Reading;
  /** The model after this answer; what the next pass reads. */
  readonly after: Reading;
}

export interface Feeding {
  readonly passes: number;
  readonly sampling: NonNullable<TrajectoryFinding['sampling']>;
  /** Passes that are taken over as they are. */
  readonly from?: readonly Fed[];
  /** Guards over the next pass, or `stop`: it is not made. */
  readonly guards?: (before: readonly Fed[]) => readonly SamplingGuard[] | 'stop';
}

/**
 * The model's answer, fed back to it: pass 1 answers the prompt, each later one answers the answer before it as
 * if a person had said it, and nothing else (in the chat template, a conversation of one message; without
 * a template the answer is the text that is written on). So every pass fits the context: it reads one
 * answer of at most `maxTokens`. Each pass draws with a seed of its own, so a later one can be run again alone.
 *
 * A model that only writes on tends to end at once where its own text did; it must write LEAST tokens.
 *
 * @returns fewer passes than asked for where an answer was empty, or a guard ended one
 * @throws {EngineError} `too-large` for a prompt that leaves no room, before anything is written
 */
export async function selfFeed(ask: Ask, feeding: Feeding): Promise<Fed[]> {
  const fed = [...(feeding.from ?? [])];
  const asked = fed[0]?.read ?? (await readText(ask, ask.prompt.text));
  while (fed.length < feeding.passes) {
    ask.options.signal?.throwIfAborted();
    ask.options.onProgress?.({
      step: 'Feeding it its answer',
      done: fed.length,
      total: feeding.passes,
      unit: 'steps',
    });
    const guards = feeding.guards?.(fed) ?? [];
    if (guards === 'stop') break;
    const read = fed.at(-1)?.after ?? asked;
    const next = await onePass(ask, { ...feeding, guards, read, before: [asPrompt(ask, asked), ...fed] });
    if (next === undefined) break;
    fed.push(next);
    if (next.ended === 'guard') break;
  }
  return fed;
}

/** Of a text that is only written on. */
const LEAST = 12;

async function onePass(
  ask: Ask,
  {
    sampling: { maxTokens, seed, temperature },
    guards,
    read,
    before,
  }: Pick<Feeding, 'sampling'> & {
    readonly guards: readonly SamplingGuard[];
    readonly read: Reading;
    readonly before: readonly ReadText[];
  },
): Promise<Fed | undefined> {
  const { signal } = ask.options;
  const { samples } = await ask.runner.generate(
    {
      tokens: read.tokens.map(({ id }) => id),
      maxTokens,
      sampling: { temperature, seed: passSeed(seed, before.length) },
      minTokens: read.form === 'chat' ? 1 : LEAST,
      guards,
    },
    signal === undefined ? {} : { signal },
  );
  const [sample] = samples;
  if (sample === undefined || sample.text.trim() === '') return undefined;
  const { text, entropies, trips, ended } = sample;
  const after = await readText(ask, text);
  const own = { ids: sample.tokens.map(({ id }) => id), entropies, state: after.state, logits: after.logits };
  return {
    ...own,
    text,
    written: sample.tokens,
    trips,
    ended,
    read,
    after,
    measures: measuresOf([...before, own]),
  };
}

const asPrompt = ({ prompt }: Ask, { state, logits }: Reading): ReadText => ({
  ids: prompt.tokens.map(({ id }) => id),
  entropies: [],
  state,
  logits,
});

/** Far streams for passes in a row; pass 1 is the first. */
const passSeed = (seed: number, pass: number): number => (seed ^ Math.imul(pass, 0x9e3779b1)) >>> 0;
