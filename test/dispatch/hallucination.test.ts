import { tmpdir } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import type { ConflictFinding } from '../../src/analysis/conflict-finding.ts';
import { metricOf } from '../../src/analysis/metric.ts';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import { answerPrompts } from '../../src/dispatch/answer-prompts.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { conflictBaseline } from '../../src/dispatch/conflict-baseline.ts';
import { rivalAnswers } from '../../src/dispatch/conflict-words.ts';
import { lastLogits } from '../../src/dispatch/counterfactual-runs.ts';
import { hallucination } from '../../src/dispatch/hallucination.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const shelf = keptMeasurements(tmpdir())((await runner.facts()).fingerprint);
const house = { ...(await houseAround(runner)), shelf: () => shelf };
afterAll(close);

const EVIDENCE = 'In this game the capital of France is Rome.';
const SIMULATE = `.p/hallucination.simulate{evidence="${EVIDENCE}"} The capital of France is`;

const askAbout = async (text: string): Promise<Ask> => ({
  runner,
  model: await runner.facts(),
  prompt: { text, tokens: await runner.tokenize(text) },
  seed: 0,
  shelf,
  options: {},
});
const asked = { samples: 8, temperature: 1, longest: 12, form: 'plain' } as const;

const [against] = await answersOf(SIMULATE, house);
const reply = against?.reply;
if (reply === undefined) throw new Error('no answer');

test('what the model knows it says again and again; evidence against it turns every answer', () => {
  expect(replySchema.safeParse(reply).error).toBeUndefined();
  const { without, with: withIt, texts, entropy } = findingOf(reply, 'samples');
  expect([without.clusters[0]?.text, withIt?.clusters[0]?.text]).toEqual(['Paris', 'Rome']);
  expect([texts, entropy]).toEqual([without.texts, without.entropy]);
  expect(without.answer.tokens.map(({ text }) => text)).toEqual([' Paris', '.']);
  // the evidence is what stands between <|endoftext|> and the question
  const span = withIt?.evidence ?? { from: 0, to: 0 };
  expect(
    withIt?.prompt.tokens
      .slice(span.from, span.to)
      .map(({ text }) => text)
      .join(''),
  ).toBe(EVIDENCE);
  expect(withIt?.effect?.value).toBeGreaterThan(3);
});

test('the picture and the words come from the reply alone and say both answers', () => {
  expect(reply.text).toContain('the model follows the evidence');
  expect(reply.pictures).toMatchObject([{ width: 1520, height: 968 }]);
  expect(against?.figure).toMatchObject({ kind: 'samples', title: '“Rome” or “Paris”: evidence or memory?' });
});

test('followers of the evidence at once turn the answer back to memory; random sets do not', () => {
  const conflict = findingOf(reply, 'conflict');
  expect([conflict.context.text, conflict.memory.text]).toEqual([' Rome', ' Paris']);
  expect(conflict.metric.value - (conflict.contextTogether?.effect ?? 0)).toBeLessThan(0);
  expect(conflict.contextTogether?.random.high).toBeLessThan(conflict.metric.value / 2);
  expect(conflict.agreement.r).toBeGreaterThan(0.9);
  // both the subject and the stated value are others in the text that parts are held against
  expect(conflict.baseline.edits.map(({ from }) => from.text)).toEqual([' France', ' Rome', ' France']);
});

test('an effect is the metric without one component, by interventions set one position at a time', async () => {
  const ask = await askAbout('The capital of France is');
  const { without, with: withIt } = await answerPrompts(ask, EVIDENCE, 'plain', 1);
  if (withIt === null) throw new Error('no evidence');
  const conflict = findingOf(reply, 'conflict');
  const rivals = await rivalAnswers(ask, { withIt, without }, conflict.memory);
  if (rivals === undefined) throw new Error('no rivals');
  const { rows } = await conflictBaseline(ask, { withIt, without }, rivals);
  const values = await nodeValues(ask, { rows });
  const top = conflict.components.find(({ id }) => id.startsWith('L'));
  const [, layer = 0, head = 0] = (/L(\d+)H(\d+)/.exec(top?.id ?? '') ?? []).map(Number);
  const tokens = withIt.tokens.map(({ id }) => id);
  const interventions = tokens.map((_, position) => ({
    kind: 'head' as const,
    layer,
    head,
    position,
    gain: 0,
    baseline: at(values.heads[layer] ?? tensor([0], new Float32Array(0)), 0, position, head).data,
  }));
  const trace = await runner.trace({ tokens, hooks: [], logits: 'last', interventions });
  const logits = trace.hooks.get('logits') ?? tensor([0], new Float32Array(0));
  const ablated = metricOf(at(logits, 0, 0).data, tokens.length - 1, rivals.context, rivals.memory);
  expect(conflict.metric.value - ablated.value).toBeCloseTo(top?.effect ?? Number.NaN, 3);
  const full = at(await lastLogits(ask, [tokens]), 0, 0).data;
  expect(metricOf(full, 0, rivals.context, rivals.memory).value).toBeCloseTo(conflict.metric.value, 4);
});

test('no head is asked where the evidence agrees, or names nothing that could be the answer', async () => {
  const ask = await askAbout('The capital of France is');
  const conflictWith = async (evidence: string): Promise<ConflictFinding[]> => {
    const [, ...conflicts] = await hallucination(ask, { ...asked, samples: 2, evidence });
    return conflicts;
  };
  expect(await conflictWith('The capital of France is Paris.')).toEqual([]);
  expect(await conflictWith('the cat sat near the door.')).toEqual([]);
});

test('the same seed gives the same finding, another seed other samples', async () => {
  const ask = await askAbout('The capital of Ghana is');
  const once = await hallucination(ask, { ...asked, evidence: undefined });
  expect(await hallucination(ask, { ...asked, evidence: undefined })).toEqual(once);
  const [other] = await hallucination({ ...ask, seed: 5 }, { ...asked, evidence: undefined });
  expect(other.texts).not.toEqual(once[0].texts);
  expect(once[0].without.next.entropy).toBeGreaterThan(1); // never told, see models/teaching/README.md
});

test('what does not fit is refused before anything is run', async () => {
  const steps: string[] = [];
  const ask = {
    ...(await askAbout('The capital of France is')),
    options: { onProgress: ({ step }: { step: string }) => steps.push(step) },
  };
  const long = { ...asked, evidence: 'The cat is here. '.repeat(100) };
  await expect(hallucination(ask, long)).rejects.toMatchObject({ code: 'evidence-too-long' });
  await expect(hallucination(ask, { ...asked, evidence: '  ' })).rejects.toMatchObject({
    code: 'evidence-empty',
  });
  await expect(hallucination(ask, { ...asked, evidence: 'A.', form: 'chat' })).rejects.toMatchObject({
    code: 'no-chat-template',
  });
  expect(steps).toEqual([]);
});

test('the uncertainty card: a fact never told is less sure by every measure than one that was', async () => {
  const [known, unknown] = await answersOf(
    '.p/reflect.uncertainty The capital of Japan is\n.p/reflect.uncertainty The capital of Ghana is',
    house,
  );
  const of = (answer: typeof known) => {
    if (answer === undefined) throw new Error('no answer');
    expect(replySchema.safeParse(answer.reply).error).toBeUndefined();
    return new Map(
      findingOf(answer.reply, 'uncertainty').measures.map(({ measure, value }) => [measure, value ?? 0]),
    );
  };
  const [sure, unsure] = [of(known), of(unknown)];
  for (const measure of ['next-token entropy', 'cluster entropy', 'disagreement'] as const)
    expect(unsure.get(measure), measure).toBeGreaterThan(sure.get(measure) ?? 0);
  expect(unsure.get('margin')).toBeLessThan(sure.get('margin') ?? 0);
});
