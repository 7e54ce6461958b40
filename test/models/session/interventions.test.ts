import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../../models/loaded.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { rowOf } from '../../support/batch-row.ts';
import { relativeError } from '../../support/closeness.ts';
import { golden, load } from '../../support/llama-goldens.ts';
import { referenceLlama } from '../../support/reference-llama.ts';

const { opened, tokens, hooks: untouched } = await golden('grouped-linear');
const model = await load(opened);
const { layers, heads, headWidth, width } = model.facts;
const names = allHooks(layers);
const reference = await referenceLlama(opened.description, opened.weights);
afterAll(() => model.close());

const vector = (length: number, seed: number): Float32Array => {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => 4 * random() - 2);
};

/** The graph under the interventions equals the reference that edits tensors by hand, at every hook. */
async function agrees(interventions: readonly Intervention[]): Promise<void> {
  const run = await model.forward({ tokens, hooks: names, interventions });
  for (const [row, prompt] of tokens.entries()) {
    const byHand = reference.run(prompt, interventions, row);
    for (const [hook, wanted] of byHand)
      expect(relativeError(rowOf(run.hooks.get(hook), row), wanted), `${hook} of row ${row}`).toBeLessThan(
        1e-5,
      );
  }
}

describe('one intervention equals the reference', () => {
  test.each<[string, Intervention]>([
    ['a head set to nothing everywhere', { kind: 'head', layer: 1, head: 4, gain: 0 }],
    ['a head doubled', { kind: 'head', layer: 0, head: 5, gain: 2 }],
    [
      'a head set to a vector in one place',
      { kind: 'head', layer: 2, head: 0, position: 3, row: 1, gain: 0, baseline: vector(headWidth, 1) },
    ],
    [
      'a head halfway to a vector',
      { kind: 'head', layer: 1, head: 2, gain: 0.5, baseline: vector(headWidth, 2) },
    ],
    ['an MLP set to nothing in one row', { kind: 'mlp', layer: 0, row: 0, gain: 0 }],
    [
      'an MLP set to a vector in one position',
      { kind: 'mlp', layer: 2, position: 6, gain: 0, baseline: vector(width, 3) },
    ],
    ['the embedding replaced', { kind: 'residual', layer: 0, position: 2, value: vector(width, 4) }],
    [
      'the stream between layers replaced',
      { kind: 'residual', layer: 2, position: 5, row: 1, value: vector(width, 5) },
    ],
    ['the last stream replaced', { kind: 'residual', layer: layers, position: 6, value: vector(width, 6) }],
    ['a key hidden from every query', { kind: 'mask', key: 2 }],
    ['a key hidden from one query of one row', { kind: 'mask', query: 6, key: 0, row: 0 }],
    ['a key hidden from the queries after a place', { kind: 'mask', from: 4, key: 1, row: 1 }],
    ['a query left with no key but its own', { kind: 'mask', key: 0 }],
  ])('%s', async (_, intervention) => {
    await agrees([intervention]);
    const run = await model.forward({ tokens, hooks: ['logits'], interventions: [intervention] });
    const [logits, before] = [run.hooks.get('logits'), untouched.get('logits')];
    if (logits === undefined || before === undefined) throw new Error('no logits');
    expect(relativeError(logits, before)).toBeGreaterThan(1e-3); // it did something
  });
});

test('two edits of the same place act one after the other', async () => {
  const at = { layer: 1, head: 3, position: 4 } as const;
  await agrees([
    { kind: 'head', ...at, gain: 0.5, baseline: vector(headWidth, 8) },
    { kind: 'head', ...at, gain: -2, baseline: vector(headWidth, 9) },
    { kind: 'mlp', layer: 0, gain: 0, baseline: vector(width, 10) },
    { kind: 'mlp', layer: 0, position: 2, gain: 0.25, baseline: vector(width, 11) },
  ]);
});

test("a stream so small that the norm's ε counts", async () => {
  const value = vector(width, 12).map((v) => v * 1e-3);
  const everywhere = (tokens[0] ?? []).map(
    (_, position): Intervention => ({ kind: 'residual', layer: 1, position, value }),
  );
  await agrees(everywhere);
});

const rows = tokens.length;
const length = tokens[0]?.length ?? 0;
const maybe = (max: number) => fc.option(fc.nat(max), { nil: undefined });
const gain = fc.constantFrom(0, 0.25, 1, -1, 1.5);
const placed = (place: { row: number | undefined; position: number | undefined }) => ({
  ...(place.row === undefined ? {} : { row: place.row }),
  ...(place.position === undefined ? {} : { position: place.position }),
});
const place = fc.record({ row: maybe(rows - 1), position: maybe(length - 1) });
const anyIntervention: fc.Arbitrary<Intervention> = fc.oneof(
  fc.tuple(fc.nat(layers - 1), fc.nat(heads - 1), gain, fc.nat(99), place).map(
    ([layer, head, g, seed, where]): Intervention => ({
      kind: 'head',
      layer,
      head,
      gain: g,
      baseline: vector(headWidth, seed),
      ...placed(where),
    }),
  ),
  fc.tuple(fc.nat(layers - 1), gain, fc.nat(99), place).map(
    ([layer, g, seed, where]): Intervention => ({
      kind: 'mlp',
      layer,
      gain: g,
      baseline: vector(width, seed),
      ...placed(where),
    }),
  ),
  fc.tuple(fc.nat(layers), fc.nat(length - 1), fc.nat(99), maybe(rows - 1)).map(
    ([layer, position, seed, row]): Intervention => ({
      kind: 'residual',
      layer,
      position,
      value: vector(width, seed),
      ...(row === undefined ? {} : { row }),
    }),
  ),
  fc.tuple(fc.nat(length - 1), maybe(length - 1), maybe(length), maybe(rows - 1)).map(
    ([key, query, from, row]): Intervention => ({
      kind: 'mask',
      key,
      ...(query === undefined ? {} : { query }),
      ...(from === undefined ? {} : { from }),
      ...(row === undefined ? {} : { row }),
    }),
  ),
);

test('any mixture of interventions equals the reference, later ones acting on what earlier ones left', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyIntervention, { minLength: 1, maxLength: 6 }), agrees), {
    numRuns: 6,
    seed: 7,
  });
});
