import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../../models/loaded.ts';
import { partsOf } from '../../../models/session/batches.ts';
import { allHooks, blockHook } from '../../../src/kernel/hooks.ts';
import type { NodeValues, Patch } from '../../../src/kernel/patch.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { at, type Tensor, tensor } from '../../../src/kernel/tensor.ts';
import { rowOf } from '../../support/batch-row.ts';
import { relativeError } from '../../support/closeness.ts';
import { golden, load } from '../../support/llama-goldens.ts';
import { referenceLlama } from '../../support/reference-llama.ts';

const { opened, tokens } = await golden('grouped-linear');
const model = await load(opened);
const { layers, heads, headWidth, width } = model.facts;
const reference = await referenceLlama(opened.description, opened.weights);
afterAll(() => model.close());

const [prompt = [], other = []] = tokens;
const length = prompt.length;
const gateShape = (rows: number): number[] => [rows, layers, length, heads + 1];

/** What the other prompt's nodes put out, computed by hand. */
const elsewhere = reference.run(other);
const values: NodeValues = {
  heads: each(layers, (layer) => hook(blockHook(layer, 'attn.hook_z'))),
  mlps: each(layers, (layer) => hook(blockHook(layer, 'hook_mlp_out'))),
};

/** The same patch, said one node at a time. */
function spelledOut({ gates }: Patch): Intervention[] {
  const [rows = 0] = gates.shape;
  return each(rows, (row) =>
    each(layers, (layer) =>
      each(length, (position) =>
        each(heads + 1, (unit): Intervention => {
          const gain = at(gates, row, layer, position).data[unit] ?? 1;
          const place = { layer, position, row, gain };
          return unit < heads
            ? { kind: 'head', head: unit, ...place, baseline: outputAt(values.heads, layer, position, unit) }
            : { kind: 'mlp', ...place, baseline: outputAt(values.mlps, layer, position) };
        }),
      ).flat(),
    ).flat(),
  ).flat();
}

describe('a patch', () => {
  test.each([0, 0.25, 0.7])(
    'equals tensors edited by hand, a share of %d of the nodes live',
    async (share) => {
      const rows = 2;
      const random = randomFrom(1 + 100 * share);
      const gates = tensor(
        gateShape(rows),
        Float32Array.from({ length: rows * layers * length * (heads + 1) }, () => (random() < share ? 1 : 0)),
      );
      const patch = { gates, values };
      const names = allHooks(layers);
      const run = await model.forward({ tokens: [prompt, prompt], hooks: names, patch });
      for (let row = 0; row < rows; row++)
        for (const [name, wanted] of reference.run(prompt, spelledOut(patch), row))
          expect(
            relativeError(rowOf(run.hooks.get(name), row), wanted),
            `${name} of row ${row}`,
          ).toBeLessThan(1e-5);
    },
  );

  test('equals as many interventions, gates between and beyond 0 and 1 too, other interventions after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), async (seed) => {
        const random = randomFrom(seed);
        const size = gateShape(3).reduce((product, n) => product * n, 1);
        const gates = tensor(
          gateShape(3),
          Float32Array.from({ length: size }, () => [0, 1, 1, 0.5, -1][Math.floor(5 * random())] ?? 1),
        );
        const patch = { gates, values };
        const later: Intervention[] = [{ kind: 'head', layer: 1, head: 2, position: 3, row: 1, gain: 0.5 }];
        const rows = [prompt, other, prompt];
        const asked = { tokens: rows, hooks: ['logits'] };
        const dense = await model.forward({ ...asked, patch, interventions: later });
        const listed = await model.forward({ ...asked, interventions: [...spelledOut(patch), ...later] });
        expect(
          relativeError(rowed(dense.hooks.get('logits')), rowed(listed.hooks.get('logits'))),
        ).toBeLessThan(1e-6);
      }),
      { numRuns: 5, seed: 4 },
    );
  });

  test('with every gate open is no patch at all, with every gate shut the other run but for its embeddings', async () => {
    const all = (gate: number): Patch => ({
      gates: tensor(gateShape(1), new Float32Array(layers * length * (heads + 1)).fill(gate)),
      values,
    });
    const run = (patch?: Patch) =>
      model.forward({
        tokens: [prompt],
        hooks: allHooks(layers),
        ...(patch === undefined ? {} : { patch }),
      });
    const [plain, open, shut] = [await run(), await run(all(1)), await run(all(0))];
    expect(open.hooks).toEqual(plain.hooks);
    for (const layer of each(layers, (i) => i)) {
      const [z, mlp] = [blockHook(layer, 'attn.hook_z'), blockHook(layer, 'hook_mlp_out')];
      expect(shut.hooks.get(z)).toEqual(hook(z));
      expect(shut.hooks.get(mlp)).toEqual(hook(mlp));
    }
    expect(shut.hooks.get('hook_embed')).toEqual(plain.hooks.get('hook_embed'));
  });

  test('goes with its rows when a batch is cut into parts', () => {
    const row = layers * length * (heads + 1);
    const gates = tensor(
      gateShape(3),
      Float32Array.from({ length: 3 * row }, (_, i) => Math.floor(i / row)),
    );
    const parts = partsOf({ tokens: [prompt, other, prompt], hooks: [], patch: { gates, values } }, 2);
    expect(parts.map(({ patch }) => patch?.gates.shape)).toEqual([gateShape(2), gateShape(1)]);
    expect(parts.map(({ patch }) => patch && [...new Set(patch.gates.data)])).toEqual([[0, 1], [2]]);
  });

  test.each<[string, Partial<Patch>]>([
    [
      'gates of other rows',
      { gates: tensor(gateShape(2), new Float32Array(2 * layers * length * (heads + 1))) },
    ],
    ['values of too few layers', { values: { ...values, mlps: values.mlps.slice(1) } }],
    ['values of another width', { values: { ...values, mlps: values.heads } }],
  ])('%s is refused', async (_, wrong) => {
    const gates = tensor(gateShape(1), new Float32Array(layers * length * (heads + 1)));
    await expect(
      model.forward({ tokens: [prompt], hooks: ['logits'], patch: { gates, values, ...wrong } }),
    ).rejects.toMatchObject({ code: 'place-outside-run' });
  });
});

function hook(name: string): Tensor {
  return elsewhere.get(name) ?? tensor([0], new Float32Array(0));
}

function outputAt(from: readonly Tensor[], layer: number, ...place: readonly number[]): Float32Array {
  const source = from[layer];
  if (source === undefined) throw new Error(`no layer ${layer}`);
  const { data } = at(source, 0, ...place);
  expect(data.length).toBe(place.length === 2 ? headWidth : width);
  return data.slice();
}

const rowed = (found: Tensor | undefined): Tensor => found ?? tensor([0], new Float32Array(0));

function each<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
