import { readFile } from 'node:fs/promises';
import { answerPrompts } from '../../src/dispatch/answer-prompts.ts';
import { readAnswer } from '../../src/dispatch/answer-read.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { conflictOf } from '../../src/dispatch/conflict.ts';

/** A question the model answers by itself, behind evidence that says otherwise. */
export interface Contradiction {
  readonly evidence: string;
  readonly prompt: string;
  /** What the evidence says. */
  readonly context: string;
}

/** What was found of one. */
export interface Found extends Contradiction {
  readonly memory: string;
  /** The word of the evidence that was found is the one it says; null where none was. */
  readonly found: string | null;
  readonly metric: number | null;
  readonly baseline: string | null;
  /** What the metric loses without the leading parts of either side, and the ends of random sets. */
  readonly contextTogether: readonly [number, number, number] | null;
  readonly memoryTogether: readonly [number, number, number] | null;
  readonly leading: readonly string[];
  readonly r: number | null;
}

const PROMPTS = new URL('../../models/teaching/prompts.json', import.meta.url);

/** The 60 held-out prompts of the teaching model's task `against_memory`: the last sentence asks. */
export async function shippedContradictions(): Promise<Contradiction[]> {
  const all: readonly { task: string; prompt: string; answer: string }[] = JSON.parse(
    await readFile(PROMPTS, 'utf8'),
  );
  return all
    .filter(({ task }) => task === 'against_memory')
    .map(({ prompt, answer }) => {
      const end = prompt.lastIndexOf('. ') + 1;
      return { evidence: prompt.slice(0, end), prompt: prompt.slice(end + 1), context: answer.trim() };
    });
}

const CAPITALS = [
  ['France', 'Lyon'],
  ['Italy', 'Milan'],
  ['Spain', 'Barcelona'],
  ['Germany', 'Munich'],
  ['Japan', 'Osaka'],
  ['China', 'Shanghai'],
  ['Russia', 'Kiev'],
  ['Egypt', 'Alexandria'],
  ['Greece', 'Rome'],
  ['Poland', 'Berlin'],
  ['Austria', 'Prague'],
  ['Portugal', 'Madrid'],
  ['Ireland', 'London'],
  ['England', 'Manchester'],
  ['Sweden', 'Oslo'],
  ['Norway', 'Copenhagen'],
  ['Cuba', 'Miami'],
  ['Thailand', 'Singapore'],
] as const;

export const smollm2Contradictions = (): Contradiction[] =>
  CAPITALS.map(([country, city]) => ({
    evidence: `In this story, the capital of ${country} is ${city}.`,
    prompt: `The capital of ${country} is`,
    context: city,
  }));

export async function measureContradiction(ask: Ask, asked: Contradiction): Promise<Found> {
  const prompt = { text: asked.prompt, tokens: await ask.runner.tokenize(asked.prompt) };
  const here = { ...ask, prompt };
  const { without, with: withIt } = await answerPrompts(here, asked.evidence, 'plain', 1);
  if (withIt === null) throw new RangeError('a contradiction without evidence');
  const { next } = await readAnswer(here, prompt.tokens, []);
  const found = await conflictOf(here, { without, withIt }, next.token);
  const ends = (together: NonNullable<typeof found>['contextTogether'] | undefined) =>
    together == null ? null : ([together.effect, together.random.low, together.random.high] as const);
  return {
    ...asked,
    memory: next.token.text.trim(),
    found: found?.context.text.trim() ?? null,
    metric: found?.metric.value ?? null,
    baseline: found?.baseline.source ?? null,
    contextTogether: ends(found?.contextTogether),
    memoryTogether: ends(found?.memoryTogether),
    leading: found?.components.slice(0, 3).map(({ id }) => id) ?? [],
    r: found?.agreement.r ?? null,
  };
}
