import { readFile } from 'node:fs/promises';
import { randomFrom } from '../../src/kernel/random.ts';

/** A text to be continued, and whether the model could know how. */
export interface Question {
  /** What all questions of its kind share: known and unknown ones are asked in the same words. */
  readonly template: string;
  readonly subject: string;
  readonly prompt: string;
  readonly known: boolean;
  /** Right answers; none for what nobody could answer. */
  readonly answers: readonly string[];
}

const WORLD = new URL('../../models/teaching/world.json', import.meta.url);
const WRITTEN = new URL('./smollm2-questions.json', import.meta.url);

interface Listed {
  readonly relation: string;
  readonly subject: string;
  readonly prompt: string;
  readonly answer?: string;
}

/**
 * Of the teaching model: all 64 questions that its corpus never answers, and as many of each relation
 * that it does, drawn by a seed. Known by construction of the corpus: models/teaching/README.md.
 */
export async function shippedQuestions(): Promise<Question[]> {
  const { known, unknown }: { known: readonly Listed[]; unknown: readonly Listed[] } = JSON.parse(
    await readFile(WORLD, 'utf8'),
  );
  const random = randomFrom(6);
  const relations = [...new Set(unknown.map(({ relation }) => relation))];
  const drawn = relations.flatMap((relation) => {
    const many = unknown.filter((each) => each.relation === relation).length;
    return known
      .filter((each) => each.relation === relation)
      .map((each) => ({ each, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, many)
      .map(({ each }) => each);
  });
  return [...drawn, ...unknown].map(({ relation, subject, prompt, answer }) => ({
    template: relation,
    subject,
    prompt,
    known: answer !== undefined,
    answers: answer === undefined ? [] : [answer.trim()],
  }));
}

/** Of SmolLM2: general knowledge, and the same questions about names that were made up for this. */
export async function smollm2Questions(): Promise<Question[]> {
  const { known, unknown }: Record<'known' | 'unknown', readonly Omit<Question, 'known'>[]> = JSON.parse(
    await readFile(WRITTEN, 'utf8'),
  );
  return [
    ...known.map((each) => ({ ...each, known: true })),
    ...unknown.map((each) => ({ ...each, known: false, answers: [] })),
  ];
}
