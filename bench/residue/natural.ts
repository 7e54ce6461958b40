import { readFileSync } from 'node:fs';
import { shuffled } from '../../src/analysis/probe.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { drawn, promptSet } from '../truth/prompt-set.ts';

export const MODELS = ['shipped', 'SmolLM2-135M-Instruct'] as const;
export type ModelName = (typeof MODELS)[number];

export interface BenchPrompt {
  /** `natural-17`, `shuffled-17` */
  readonly id: string;
  readonly kind: 'natural' | 'shuffled';
  readonly text: string;
}

/** Tasks of the teaching model whose prompts are sentences of its world, not lists. */
const SENTENCES = [
  'agreement',
  'indirect_object',
  'stated_fact',
  'lookup_five',
  'colour_list',
  'object_colour',
  'pronoun',
  'capital',
  'language',
  'currency',
  'landmark',
  'opposite',
  'against_memory',
  'years',
];
/** Tasks of SmolLM2's prompts that are lists of words. */
const LISTS = ['induction', 'sequence'];
const ENGLISH = 200;
const EACH = 16;
const SEED = 6;

/** Prompts of the model's own world in their order, and each with its words in a random order. */
export function benchPrompts(model: ModelName): BenchPrompt[] {
  const random = randomFrom(SEED);
  return natural(model).flatMap((text, i) => [
    { id: `natural-${i}`, kind: 'natural' as const, text },
    { id: `shuffled-${i}`, kind: 'shuffled' as const, text: disordered(text, random) },
  ]);
}

function natural(model: ModelName): string[] {
  if (model === 'shipped') {
    const all: readonly { readonly task: string; readonly prompt: string }[] = read(
      '../../models/teaching/prompts.json',
    );
    return SENTENCES.flatMap((task) =>
      drawn(
        all.filter((each) => each.task === task),
        EACH,
        SEED,
      ).map(({ prompt }) => prompt),
    );
  }
  const english: readonly string[] = read('./prompts/english.json');
  return [...promptSet('smollm2-chosen'), ...promptSet('smollm2-unseen')]
    .filter(({ task }) => !LISTS.includes(task))
    .map(({ prompt }) => prompt)
    .concat(english)
    .slice(0, ENGLISH);
}

/** The words in another order; as they are where there is no other. */
function disordered(text: string, random: () => number): string {
  const words = text.trim().split(/\s+/);
  for (let attempt = 0; attempt < 20; attempt++) {
    const other = shuffled(words, random).join(' ');
    if (other !== words.join(' ')) return other;
  }
  return text;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
