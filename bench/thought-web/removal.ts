import { correlation } from '../../src/analysis/correlation.ts';
import { logOdds } from '../../src/analysis/log-odds.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { maskedPieces } from '../../src/dispatch/web-runs.ts';
import { typedMessages } from '../../src/dispatch/web-typed.ts';
import { conversation } from './conversations.ts';
import { round } from './measure.ts';

/** Hiding a message by the attention mask against writing the conversation without it. */
export interface Removal {
  /** Conversations, and messages taken out of them one at a time. */
  readonly conversations: number;
  readonly messages: number;
  /** Pearson's r between the two changes of the answer's log-odds. */
  readonly r: number;
  /** Conversations in which both name the same message as the one that matters most. */
  readonly same: number;
}

export async function removal(base: Ask, count: number): Promise<Removal> {
  const [hidden, removed]: [number[], number[]] = [[], []];
  let same = 0;
  for (let seed = 0; seed < count; seed++) {
    const { messages, question } = conversation('one', 5_000 + seed);
    const ask = await about(base, [...messages, question]);
    const text = await typedMessages(ask, 'auto');
    const masks = [-1, ...messages.keys()].map((out) => text.pieces.map((_, piece) => piece !== out));
    const [target] = await maskedPieces(ask, text, masks);
    const values = target?.values ?? [];
    const answer = text.tokens.slice(text.pieces.at(-1)?.span.start);
    const whole = values[0] ?? Number.NaN;
    const own = messages.map((_, i) => whole - (values[i + 1] ?? Number.NaN));
    const without: number[] = [];
    for (const [out] of messages.entries()) {
      const rest = await about(base, [...messages.filter((_, i) => i !== out), question]);
      without.push(whole - (await oddsOf(rest, answer)));
    }
    hidden.push(...own);
    removed.push(...without);
    if (largest(own) === largest(without)) same++;
  }
  return { conversations: count, messages: hidden.length, r: round(correlation(hidden, removed)), same };
}

async function about(ask: Ask, messages: readonly string[]): Promise<Ask> {
  const text = messages.join('\n');
  return { ...ask, prompt: { text, tokens: await ask.runner.tokenize(text) } };
}

/** Log-odds of tokens behind a text, from one plain run. */
async function oddsOf(ask: Ask, answer: Ask['prompt']['tokens']): Promise<number> {
  const read = await ask.runner.tokenize(ask.prompt.text.replaceAll('\n', ' '));
  const ids = [...read, ...answer].map(({ id }) => id);
  const run = await ask.runner.traceBatch({ rows: [ids], hooks: [], logits: 'all' });
  const logits = run.get('logits')?.data ?? new Float32Array(0);
  const { vocab } = ask.model;
  const logProbs = answer.map(({ id }, i) => {
    const row = logits.subarray((read.length + i - 1) * vocab, (read.length + i) * vocab);
    const top = row.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, each) => total + Math.exp(each - top), 0);
    return (row[id] ?? Number.NaN) - top - Math.log(sum);
  });
  return logOdds(logProbs);
}

const largest = (values: readonly number[]): number =>
  values.reduce((best, value, i) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? i : best), 0);
