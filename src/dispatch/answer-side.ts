import { clusterAnswers } from '../analysis/answer-clusters.ts';
import { bootstrapEntropy, discreteEntropy } from '../analysis/discrete-entropy.ts';
import { lookbackRatios, meanRatio } from '../analysis/lookback.ts';
import type { AnswerSide, ContextEffect, Lookback } from '../analysis/samples-finding.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Trace } from '../kernel/trace.ts';
import type { AnswerPrompt } from './answer-prompts.ts';
import { answerLogProb, type ReadAnswer, readAnswer } from './answer-read.ts';
import type { Ask } from './command.ts';
import { settleDepths } from './settle-depths.ts';

export interface Sampled {
  readonly samples: number;
  readonly temperature: number;
  /** Tokens of an answer at most. */
  readonly longest: number;
}

/** An answer to a line or a sentence ends with it. */
const ENDS = ['\n', '. ', '! ', '? '];
/** Samples are compared by their first clause, so nothing behind it is written. */
const CLAUSE = [...ENDS, ', ', '; ', ': ', ' ('];

/** How the model answers one text: sampled, and at temperature 0, token by token. */
export async function answerSide(
  ask: Ask,
  prompt: AnswerPrompt,
  { samples, temperature, longest }: Sampled,
): Promise<AnswerSide> {
  const { runner, options, seed } = ask;
  const tokens = prompt.tokens.map(({ id }) => id);
  const request = { tokens, maxTokens: longest };
  const greedy = await runner.generate(
    { ...request, stop: ENDS, sampling: { temperature: 0, seed } },
    options,
  );
  const drawn = await runner.generate(
    { ...request, stop: CLAUSE, samples, sampling: { temperature, seed } },
    options,
  );
  const texts = drawn.samples.map(({ text }) => text.trim());
  const clusters = clusterAnswers(texts);
  const sizes = clusters.map(({ members }) => members.length);
  const best = greedy.samples[0] ?? { tokens: [], text: '', ended: 'length' };
  const read = await readAnswer(ask, prompt.tokens, best.tokens);
  const { lens, settles } = await settleDepths(ask, read.ids, read.positions);
  const answered = read.tokens.map((token, i) => ({ ...token, settle: settles[i]?.layer ?? null }));
  return {
    prompt: { text: prompt.text, tokens: prompt.tokens },
    evidence: prompt.evidence,
    texts,
    clusters,
    entropy: discreteEntropy(sizes),
    interval: bootstrapEntropy(sizes, seed),
    next: { ...read.next, settle: settles[0]?.layer ?? null },
    answer: {
      text: best.text,
      ended: best.ended === 'guard' ? 'stop' : best.ended,
      tokens: answered,
      logProb: sumOf(answered),
    },
    lens,
    lookback: best.tokens.length === 0 ? null : lookbackOf(read.trace, prompt, best.tokens.length),
    effect: prompt.evidence === null ? null : await effectOf(ask, read, prompt),
  };
}

const sumOf = (tokens: readonly { readonly prob: number }[]): number =>
  tokens.reduce((sum, { prob }) => sum + Math.log(prob), 0);

function lookbackOf(trace: Trace, { tokens, evidence }: AnswerPrompt, answered: number): Lookback {
  const patterns = Array.from(
    { length: trace.model.layers },
    (_, layer) => trace.hooks.get(blockHook(layer, 'attn.hook_pattern')) ?? missing(),
  );
  const answer = { from: tokens.length, to: tokens.length + answered };
  const heads = lookbackRatios(patterns, { from: 0, to: tokens.length }, answer);
  const toEvidence = evidence === null ? null : meanRatio(lookbackRatios(patterns, evidence, answer));
  return { heads, mean: meanRatio(heads), evidence: toEvidence };
}

/** What the answer loses when nothing sees the evidence (ContextCite 2409.00729 masks likewise). */
async function effectOf(
  ask: Ask,
  read: ReadAnswer,
  { evidence }: AnswerPrompt,
): Promise<ContextEffect | null> {
  if (evidence === null || read.tokens.length === 0) return null;
  const keys = Array.from({ length: evidence.to - evidence.from }, (_, i) => evidence.from + i);
  const hidden = await answerLogProb(ask, read, keys);
  return { hidden, value: sumOf(read.tokens) - hidden };
}

function missing(): never {
  throw new RangeError('a trace without its patterns');
}
