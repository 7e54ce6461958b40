import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { largest } from '../../src/analysis/candidate-edits.ts';
import type { Finding } from '../../src/analysis/findings.ts';
import { metricOf } from '../../src/analysis/metric.ts';
import { lastRow } from '../../src/analysis/next.ts';
import { kindOf } from '../../src/analysis/word-kind.ts';
import { causalReceipt } from '../../src/dispatch/causal-receipt.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { findCounterfactual } from '../../src/dispatch/find-counterfactual.ts';
import { readCounterfactual } from '../../src/dispatch/given-counterfactual.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const model = await runner.facts();
afterAll(close);

const prompts: readonly { task: string; prompt: string; answer: string }[] = JSON.parse(
  readFileSync(new URL('../../models/teaching/prompts.json', import.meta.url), 'utf8'),
);

async function asking(text: string): Promise<Ask> {
  return {
    runner,
    model,
    prompt: { text, tokens: await runner.tokenize(text) },
    seed: 0,
    shelf: emptyShelf(),
    options: {},
  };
}

async function logitsOf({ prompt }: Ask): Promise<Float32Array> {
  const tokens = prompt.tokens.map(({ id }) => id);
  return lastRow(await runner.trace({ tokens, hooks: [], logits: 'last' }));
}

async function answerOf(ask: Ask): Promise<Token> {
  const [best = 0] = largest(await logitsOf(ask), 1);
  const [token] = await runner.describe([tokenId(best)]);
  return token ?? missing();
}

test('the capital of France: another country, another capital, and the model really says it', async () => {
  const ask = await asking('The capital of France is');
  const answer = await answerOf(ask);
  const { finding, rows } = await findCounterfactual(ask, answer);
  expect(finding).toMatchObject({
    source: 'auto',
    original: { text: ' Paris' },
    edits: [{ from: { text: ' France' } }],
  });
  expect(finding.rank).toBeGreaterThan(0.3);
  expect(rows).toEqual([finding.tokens.map(({ id }) => id)]);
  const again = await asking(finding.text);
  expect(again.prompt.tokens).toEqual(finding.tokens);
  expect((await answerOf(again)).id).toBe(finding.answer.id);
  expect(finding.answer.text).not.toBe(' Paris');
});

test('on prompts of every task that the model gets right, at least 85 % turn into an answer of the same kind', async () => {
  const seen = new Set<string>();
  const one = prompts.filter(({ task, prompt }) => prompt.length < 60 && !seen.has(task) && seen.add(task));
  const found: { task: string; source: string }[] = [];
  for (const { task, prompt, answer } of one) {
    const ask = await asking(prompt);
    const says = await answerOf(ask);
    if (says.text !== answer) continue;
    const { finding } = await findCounterfactual(ask, says);
    found.push({ task, source: finding.source });
    if (finding.source !== 'auto') continue;
    expect(kindOf(finding.answer.text), prompt).toBe(kindOf(answer));
    expect(finding.answer.prob, prompt).toBeGreaterThan(finding.original.after);
  }
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter(({ source }) => source === 'auto').length / found.length).toBeGreaterThanOrEqual(0.85);
});

test('where no edit is clean it says so and takes the mean over corrupted versions', async () => {
  const ask = await asking('You can visit the Colosseum in');
  const answer = await answerOf(ask);
  const { finding, rows } = await findCounterfactual(ask, answer);
  expect(finding).toMatchObject({ source: 'corrupted mean', versions: 16 });
  expect(finding.rank).toBeLessThan(0.1);
  expect(finding.caveats.join()).toMatch(
    /No clean counterfactual: .*mean over 16 corrupted versions.*against=/,
  );
  expect(rows).toHaveLength(16);
  expect(rows.every((row) => row.length === ask.prompt.tokens.length)).toBe(true);
  expect(finding.answer.id).not.toBe(answer.id);
  const values = await nodeValues(ask, { finding, rows });
  const metric = metricOf(await logitsOf(ask), ask.prompt.tokens.length - 1, answer, finding.answer);
  const receipt = await causalReceipt(
    ask,
    { metric, drawn: ['M5@1'], ranked: [] },
    { finding, rows },
    values,
  );
  expect(receipt.ablation).toMatch(/mean over 16 corrupted versions/);
  expect(receipt.full).toBeCloseTo(metric.value, 3);
});

test('a given one is taken as it is; one that turns nothing says so', async () => {
  const ask = await asking('The capital of France is');
  const answer = await answerOf(ask);
  const given = await readCounterfactual(ask, answer, 'The capital of Italy is');
  expect(given.finding).toMatchObject({
    source: 'given',
    answer: { text: ' Rome' },
    original: { text: ' Paris' },
    edits: [{ position: 4, from: { text: ' France' }, to: { text: ' Italy' } }],
    caveats: [],
  });
  const elsewhere = await asking('The capital of Italy is');
  const weak = await readCounterfactual(elsewhere, answer, ask.prompt.text);
  expect(weak.finding.caveats.join()).toMatch(/does not turn the answer: “Paris” stays ahead/);
  expect(weak.finding.answer.id).not.toBe(answer.id);
});

test.each([
  ['The capital of France was once', 'counterfactual-unequal'],
  ['The capital of France is', 'counterfactual-same'],
])('%s is refused: %s', async (text, code) => {
  const ask = await asking('The capital of France is');
  await expect(readCounterfactual(ask, await answerOf(ask), text)).rejects.toMatchObject({
    code,
    exitCode: 2,
  });
});

test('prompts of one token, of punctuation, of nothing known end in a finding', async () => {
  for (const text of ['the', '.', ' ', 'zq']) {
    const ask = await asking(text);
    const { finding } = await findCounterfactual(ask, await answerOf(ask));
    expect(['auto', 'corrupted mean']).toContain(finding.source);
    expect(finding.tokens).toHaveLength(ask.prompt.tokens.length);
  }
});

test('the findings hold to the schema and survive JSON', async () => {
  const ask = await asking('After Friday comes');
  const answer = await answerOf(ask);
  const counterfactual = await findCounterfactual(ask, answer);
  const values = await nodeValues(ask, counterfactual);
  const metric = metricOf(
    await logitsOf(ask),
    ask.prompt.tokens.length - 1,
    answer,
    counterfactual.finding.answer,
  );
  const receipt = await causalReceipt(
    ask,
    { metric, drawn: ['L0H0@1', 'M2@2'], ranked: ['M2@2'] },
    counterfactual,
    values,
  );
  const findings: Finding[] = [counterfactual.finding, receipt];
  const reply = {
    command: '.p/reflect.trace',
    params: {},
    model: null,
    prompt: ask.prompt,
    findings,
    pictures: [],
    text: '',
    caveats: [],
    timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
  };
  const parsed = replySchema.safeParse(JSON.parse(JSON.stringify(reply)));
  expect(parsed.error).toBeUndefined();
  expect(parsed.data?.findings).toEqual(findings);
});

function missing(): never {
  throw new Error('no answer');
}
