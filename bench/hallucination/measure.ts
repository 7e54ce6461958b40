import { normalisedAnswer } from '../../src/analysis/answer-clusters.ts';
import { discreteEntropy } from '../../src/analysis/discrete-entropy.ts';
import type { AnswerSide } from '../../src/analysis/samples-finding.ts';
import { answerPrompts } from '../../src/dispatch/answer-prompts.ts';
import { answerSide } from '../../src/dispatch/answer-side.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import type { Question } from './questions.ts';

/** One question, and everything that might tell that the model does not know: larger is less sure. */
export interface Row extends Question {
  /** The greedy answer is one of the right ones. */
  readonly right: boolean;
  readonly answer: string;
  readonly clusters: number;
  readonly measures: Readonly<Record<string, number>>;
}

const ASKED = { samples: 8, temperature: 1, longest: 12 } as const;

export async function measureQuestion(ask: Ask, question: Question): Promise<Row> {
  const { prompt: text } = question;
  const prompt = { text, tokens: await ask.runner.tokenize(text) };
  const { without } = await answerPrompts({ ...ask, prompt }, undefined, 'plain', ASKED.longest);
  const side = await answerSide({ ...ask, prompt }, without, ASKED);
  const answer = normalisedAnswer(side.answer.text);
  return {
    ...question,
    right: question.answers.some((each) => begins(answer, normalisedAnswer(each))),
    answer: side.answer.text.trim(),
    clusters: side.clusters.length,
    measures: measuresOf(side, ask.model.layers),
  };
}

/** Whole words: `paris france` begins with `paris`, `parisian` does not. */
const begins = (answer: string, right: string): boolean => `${answer} `.startsWith(`${right} `);

function measuresOf(side: AnswerSide, layers: number): Row['measures'] {
  const { next, answer, clusters, entropy, lookback, texts } = side;
  const words = new Map<string, number>();
  for (const each of texts) {
    const word = normalisedAnswer(each).split(' ')[0] ?? '';
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return {
    'next-token entropy': next.entropy,
    probability: 1 - next.prob,
    margin: -next.margin,
    'settle depth': next.settle ?? layers,
    'cluster entropy': entropy,
    'first-word entropy': discreteEntropy([...words.values()]),
    disagreement: 1 - (clusters[0]?.p ?? 0),
    'answer entropy': meanOf(answer.tokens.map((token) => token.entropy)),
    'answer improbability': -meanOf(answer.tokens.map(({ prob }) => Math.log(prob))),
    'lookback ratio': lookback?.mean ?? 0.5,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
