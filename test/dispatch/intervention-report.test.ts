import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { distributionOf, divergence } from '../../src/analysis/edited-distribution.ts';
import type { InterventionFinding } from '../../src/analysis/intervention-finding.ts';
import { DispatchError } from '../../src/dispatch/errors.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import type { Token } from '../../src/kernel/ids.ts';
import { at } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
/** Numbers need no pixels. */
const house = {
  ...(await houseAround(runner)),
  draw: async () => ({ png: new Uint8Array(), width: 1520, height: 968 }),
};

const FRANCE = 'The capital of France is';

async function replyTo(params: string, prompt = FRANCE) {
  const [answer] = await answersOf(`.p/fork.counterfactual{${params}} "${prompt}"`, house);
  if (answer === undefined) throw new Error('no answer');
  return answer.reply;
}

const ask = async (params: string, prompt = FRANCE): Promise<InterventionFinding> =>
  findingOf(await replyTo(params, prompt), 'intervention');

const ids = (tokens: readonly Token[]) => tokens.map(({ id }) => id);

/** Logits of the last position of a plain run, interventions spelled out one by one. */
async function logitsOf(tokens: readonly Token[], interventions: readonly Intervention[] = []) {
  const { hooks } = await runner.trace({ tokens: ids(tokens), hooks: [], logits: 'last', interventions });
  return at(hooks.get('logits') ?? missing(), 0, 0).data;
}

const CASES: readonly [string, string][] = [
  ['ablate=[L3H4, L4H1]', FRANCE],
  ['ablate=M5', FRANCE],
  ['ablate=[L3H4@4..5, M4@5], baseline=mean', FRANCE],
  ['ablate=[M2@1..3], baseline=zero', FRANCE],
  ['scale={L3H4: 2, M4: -.5}', FRANCE],
  ['replace="France->Italy"', FRANCE],
  ['ablate=[L3H5], scale={M5@4: 2}, replace="France->Italy"', FRANCE],
  ['replace=three->Ankara', 'Words: three Denmark wolf cake Eva rabbit Kenya three'],
];

describe.each(CASES)('%s of “%s”', (params, prompt) => {
  test('holds to the schema, adds up, and both sides are the model’s own', async () => {
    const reply = await replyTo(params, prompt);
    expect(replySchema.safeParse(reply).error).toBeUndefined();
    const finding = findingOf(reply, 'intervention');
    const { before, after, changes, parts, controls, components } = finding;
    const change = after.metric.value - before.metric.value;
    expect(changes.own + changes.others + changes.norm - changes.error).toBeCloseTo(change, 9);
    expect(Math.abs(changes.error)).toBeLessThan(1e-4 * Math.max(1, Math.abs(change)));
    const sum = (side: 'before' | 'after') => parts.reduce((total, part) => total + part[side], 0);
    expect(sum('before')).toBeCloseTo(before.metric.value, 3);
    expect(sum('after')).toBeCloseTo(after.metric.value, 3);
    const plain = distributionOf(await logitsOf(reply.prompt.tokens));
    for (const { id, before: was } of finding.words) expect(was.logit).toBeCloseTo(plain.logits[id] ?? 0, 4);
    for (const { n, median, p95, kl } of controls) {
      expect(n).toBeGreaterThan(4);
      expect(median).toBeLessThanOrEqual(p95);
      if (controls.length === 1) expect(kl).toBeCloseTo(finding.kl, 9);
    }
    if (components.length > 0) expect(controls[0]).toMatchObject({ of: 'components', n: 20 });
  });
});

test('patched from the counterfactual that is named: the same as its outputs put in by hand', async () => {
  const reply = await replyTo('ablate=[L3H4, M4@5]');
  const finding = findingOf(reply, 'intervention');
  const other = findingOf(reply, 'counterfactual');
  expect(finding.baseline).toMatchObject({
    source: 'counterfactual',
    words: expect.stringContaining(other.text),
  });
  const hooks = [blockHook(3, 'attn.hook_z'), blockHook(4, 'hook_mlp_out')] as const;
  const run = await runner.trace({ tokens: ids(other.tokens), hooks });
  const [z, out] = hooks.map((hook) => run.hooks.get(hook) ?? missing());
  const edits = reply.prompt.tokens.map(
    (_, position): Intervention => ({
      kind: 'head',
      layer: 3,
      head: 4,
      position,
      gain: 0,
      baseline: at(z ?? missing(), 0, position, 4).data,
    }),
  );
  const mlp: Intervention = {
    kind: 'mlp',
    layer: 4,
    position: 5,
    gain: 0,
    baseline: at(out ?? missing(), 0, 5).data,
  };
  const [before, after] = [
    distributionOf(await logitsOf(reply.prompt.tokens)),
    distributionOf(await logitsOf(reply.prompt.tokens, [...edits, mlp])),
  ];
  expect(finding.kl).toBeCloseTo(divergence(before, after), 6);
  for (const { id, after: is } of finding.words) expect(is.logit).toBeCloseTo(after.logits[id] ?? 0, 3);
});

test('what an edit cannot reach changed by exactly nothing', async () => {
  const { parts, changes } = await ask('ablate=[L3H4]');
  const upstream = parts.filter(
    ({ node }) => node === 'E' || /^M[012]$/.test(node) || /^L[012]H/.test(node) || /^L3H[^4]$/.test(node),
  );
  expect(upstream).toHaveLength(1 + 3 + 24 + 7);
  for (const { change, moved } of upstream) expect([change, moved]).toEqual([0, 0]);
  const downstream = parts.filter(({ node }) => /^[LM][45]/.test(node) || node === 'M3');
  expect(downstream.every(({ moved }) => (moved ?? 0) > 0)).toBe(true);
  expect(changes.others).toBeCloseTo(
    downstream.reduce((sum, { change }) => sum + change, 0),
    9,
  );
});

test('France becomes Italy: Paris falls, Rome rises, other countries are the control', async () => {
  const finding = await ask('replace="France->Italy"');
  expect([finding.before.answer.text, finding.after.answer.text]).toEqual([' Paris', ' Rome']);
  expect(finding.exchanged.map(({ position, from, to }) => [position, from[0]?.text, to[0]?.text])).toEqual([
    [4, ' France', ' Italy'],
  ]);
  expect(finding.text).toBe('The capital of Italy is');
  expect(finding.controls).toMatchObject([{ of: 'words', n: 20 }]);
  expect(finding.edits).toEqual(['France → Italy']);
});

test('every occurrence is exchanged and said; another count of tokens is allowed and said', async () => {
  const twice = await ask('replace=three->Ankara', 'Words: three Denmark wolf three');
  expect(twice.text).toBe('Words: Ankara Denmark wolf Ankara');
  expect(twice.caveats).toContainEqual(expect.stringContaining('2 times'));
  const longer = await ask('replace="France->Italy and Peru"');
  expect(longer.tokens.length).toBe(8);
  expect(longer.caveats).toContainEqual(expect.stringContaining('8 tokens of 6'));
  expect(longer.controls).toEqual([]);
});

test('a factor of 1, and a place before the counterfactual differs, change nothing and say so', async () => {
  for (const params of ['scale={L3H4: 1}', 'ablate=[L3H4@1]']) {
    const { kl, caveats, changes } = await ask(params);
    expect(kl).toBe(0);
    expect([changes.own, changes.others]).toEqual([0, 0]);
    expect(caveats[0]).toContain('changed no number');
  }
});

test('where every MLP is edited there is no control, and it says so', async () => {
  const { controls, caveats } = await ask('ablate=[M0, M1, M2, M3, M4, M5], baseline=zero');
  expect(controls).toEqual([]);
  expect(caveats).toContainEqual(expect.stringContaining('no others of their kind'));
});

test('the heads that induce are special; the same seed draws the same control', async () => {
  const prompt = 'Words: goat yellow March driver teacher gold Ankara goat yellow March driver teacher';
  const [one, again] = [
    await ask('ablate=L1H5, baseline=zero', prompt),
    await ask('ablate=L1H5, baseline=zero', prompt),
  ];
  expect(one).toEqual(again);
  expect(one.kl).toBeGreaterThan(one.controls[0]?.p95 ?? Infinity);
  expect(one.caveats.some((caveat) => caveat.startsWith('Weak'))).toBe(false);
});

test.each([
  ['', FRANCE, 'edit-missing', 'replace="France->Italy"'],
  ['baseline=zero', FRANCE, 'edit-missing', 'ablate=[L5H1]'],
  ['ablate=L9H9', FRANCE, 'component-unknown', 'L5H7'],
  ['ablate=M6', FRANCE, 'component-unknown', 'M0 to M5'],
  ['scale={L0H8@1: 2}', FRANCE, 'component-unknown', 'L0H8'],
  ['ablate=L5H1@6', FRANCE, 'place-outside', '0 to 5'],
  ['ablate=L5H1@2..99', FRANCE, 'place-outside', '4 is “France”'],
  ['ablate=L5H1, scale={L5H1@3: 2}', FRANCE, 'edits-clash', 'L5H1@3'],
  ['replace=France', FRANCE, 'replacement-unreadable', '->'],
  ['replace="Frnace->Italy"', FRANCE, 'word-not-found', 'Did you mean “France”'],
  ['replace="france->Italy"', FRANCE, 'word-not-found', 'Did you mean “France”'],
  ['replace="France->France"', FRANCE, 'replacement-same', 'another'],
  ['replace=["capital of->x", "of France->y"]', FRANCE, 'replacements-overlap', 'overlap'],
  ['replace="Hello->"', 'Hello', 'prompt-emptied', 'one word'],
  ['ablate=L5H1, baseline=counterfactual', 'the', 'no-counterfactual', 'baseline=mean'],
])('{%s} of “%s” is refused in words: %s', async (params, prompt, code, says) => {
  const error = await replyTo(params, prompt).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DispatchError);
  expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(says) });
});

function missing(): never {
  throw new Error('missing');
}
