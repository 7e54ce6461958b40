import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf, startsOf } from '../../src/engine/shared-start.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { openShipped } from '../support/shipped.ts';

const row = (...ids: number[]) => ids.map(tokenId);

describe('where rows begin to differ', () => {
  test('by their tokens; the last position is always run', () => {
    const rows = [row(1, 2, 3, 4), row(1, 9, 3, 4), row(1, 2, 3, 4), row(7, 2, 3, 4)];
    expect(startsOf(rows, undefined)).toEqual([3, 1, 3, 0]);
  });

  test('by their patched nodes, whichever comes first', () => {
    const gates = tensor([2, 2, 4, 3], new Float32Array(48).fill(1));
    gates.data[24 + 12 + 2 * 3 + 1] = 0.5; // row 1, layer 1, position 2
    const values = { heads: [], mlps: [] };
    expect(startsOf([row(1, 2, 3, 4), row(1, 2, 3, 4)], { gates, values })).toEqual([3, 2]);
    expect(startsOf([row(1, 2, 3, 4), row(1, 5, 3, 4)], { gates, values })).toEqual([3, 1]);
  });
});

test('rows begin to differ where something is intervened on, everywhere without a row or a position', () => {
  const rows = Array.from({ length: 4 }, () => row(1, 2, 3, 4, 5));
  const value = new Float32Array(2);
  const head = { kind: 'head', layer: 0, head: 0, gain: 0 } as const;
  const residual = { kind: 'residual', layer: 1, value, position: 3, row: 1 } as const;
  expect(startsOf(rows, undefined, [residual, { ...head, row: 2 }])).toEqual([4, 3, 0, 4]);
  expect(startsOf(rows, undefined, [residual, { ...head, position: 2 }])).toEqual([2, 2, 2, 2]);
  const masks = [
    { kind: 'mask', key: 1, query: 3, row: 0 },
    { kind: 'mask', key: 1, row: 2 },
  ] as const;
  expect(startsOf(rows, undefined, masks)).toEqual([3, 4, 1, 4]);
});

test('rows intervened on late give the logits of rows run one by one', async () => {
  const { model, runner, close } = await openShipped();
  const own = model.text.encode('When Mary and John went to the store, John gave a drink to');
  const { layers, width } = model.facts;
  const rows = Array.from({ length: 4 * layers }, () => own);
  const value = (i: number) => Float32Array.from({ length: width }, (_, d) => Math.sin(i + d));
  const last = own.length - 1;
  const interventions = rows.slice(1).map((_, i) => {
    const at = { row: i + 1, layer: i % layers };
    if (i % 4 === 0) return { kind: 'residual', ...at, position: last, value: value(i) } as const;
    if (i % 4 === 1) return { kind: 'residual', ...at, position: last - 2, value: value(i) } as const;
    if (i % 4 === 2) return { kind: 'head', ...at, head: 1, position: last - 1, gain: 0 } as const;
    return { kind: 'mask', row: i + 1, key: 2, query: last } as const;
  });
  expect(groupsOf(startsOf(rows, undefined, interventions), own.length)[0]?.start).toBeGreaterThan(8);
  const together = await runner.traceBatch({ rows, hooks: [], logits: 'last', interventions });
  for (const row of rows.keys()) {
    const mine = interventions.filter((each) => each.row === row).map((each) => ({ ...each, row: 0 }));
    const alone = await runner.trace({ tokens: own, hooks: [], logits: 'last', interventions: mine });
    const [a, b] = [together.get('logits'), alone.hooks.get('logits')];
    if (a === undefined || b === undefined) throw new Error('no logits');
    const far = Math.max(...at(a, row, 0).data.map((x, j) => Math.abs(x - (b.data[j] ?? 0))));
    expect(far).toBeLessThan(1e-4);
  }
  await close();
});

test('groups hold every row once, none starting after one of its rows, and cost no more than one run', () => {
  const starts = fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(starts, (each) => {
      const groups = groupsOf(each, 20);
      expect(groups.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(each.map((_, i) => i));
      for (const { rows, start } of groups)
        expect(Math.min(...rows.map((i) => each[i] ?? 0))).toBeGreaterThanOrEqual(start);
      const tokens = groups.reduce((sum, { rows, start }) => sum + rows.length * (20 - start), 0);
      expect(tokens).toBeLessThanOrEqual(each.length * 20);
    }),
  );
});

test('many late rows are not run from the start', () => {
  expect(
    groupsOf(
      Array.from({ length: 40 }, () => 18),
      20,
    ),
  ).toEqual([{ rows: Array.from({ length: 40 }, (_, i) => i), start: 18 }]);
  expect(groupsOf([3, 3], 20)).toEqual([{ rows: [0, 1], start: 0 }]);
});

test('rows that share their beginning give the logits of rows run one by one', async () => {
  const { model, runner, close } = await openShipped();
  const own = model.text.encode('When Mary and John went to the store, John gave a drink to');
  const rows = Array.from({ length: 24 }, (_, i) => {
    const other = [...own];
    other[Math.min(own.length - 1, 1 + (i % own.length))] = tokenId(40 + i);
    return i === 0 ? own : other;
  });
  const { layers, heads } = model.facts;
  const hooks = Array.from({ length: layers }, (_, l) => [
    `blocks.${l}.attn.hook_z`,
    `blocks.${l}.hook_mlp_out`,
  ]).flat();
  const { hooks: other } = await model.forward({ tokens: [rows[2] ?? own], hooks });
  const valuesOf = (tail: string) =>
    Array.from(
      { length: layers },
      (_, l) => other.get(`blocks.${l}.${tail}`) ?? tensor([0], new Float32Array(0)),
    );
  const values = { heads: valuesOf('attn.hook_z'), mlps: valuesOf('hook_mlp_out') };
  const gates = tensor(
    [rows.length, layers, own.length, heads + 1],
    Float32Array.from({ length: rows.length * layers * own.length * (heads + 1) }, (_, i) => {
      const position = Math.floor(i / (heads + 1)) % own.length;
      return position > 8 && i % 17 === 0 ? 0 : 1;
    }),
  );
  for (const patch of [undefined, { gates, values }]) {
    const together = await runner.traceBatch({ rows, hooks: [], logits: 'last', ...(patch && { patch }) });
    expect(groupsOf(startsOf(rows, patch), own.length).length).toBeGreaterThan(1);
    for (const [i, tokens] of rows.entries()) {
      const one = patch && { gates: tensor([1, ...gates.shape.slice(1)], at(gates, i).data), values };
      const alone = await model.forward({
        tokens: [tokens],
        hooks: ['logits'],
        logitPositions: [own.length - 1],
        ...(one && { patch: one }),
      });
      const [a, b] = [together.get('logits'), alone.hooks.get('logits')];
      if (a === undefined || b === undefined) throw new Error('no logits');
      const far = Math.max(...at(a, i, 0).data.map((x, j) => Math.abs(x - (b.data[j] ?? 0))));
      expect(far).toBeLessThan(1e-4);
    }
  }
  await close();
});

test('what is hidden from the last position alone is hidden as in a whole run', async () => {
  const { model, runner, close } = await openShipped();
  const own = model.text.encode('When Mary and John went to the store, John gave a drink to');
  const query = own.length - 1;
  const rows = own.slice(1).map(() => own);
  const mask = (key: number) => ({ kind: 'mask' as const, query, key });
  const interventions = rows.map((_, row) => ({ ...mask(row + 1), row }));
  const together = (await runner.traceBatch({ rows, hooks: [], logits: 'last', interventions })).get(
    'logits',
  );
  for (const row of [0, 3, rows.length - 1]) {
    const alone = await model.forward({
      tokens: [own],
      hooks: ['logits'],
      logitPositions: [query],
      interventions: [mask(row + 1)],
    });
    const b = alone.hooks.get('logits')?.data ?? new Float32Array(0);
    if (together === undefined) throw new Error('no logits');
    const far = Math.max(...at(together, row, 0).data.map((x, j) => Math.abs(x - (b[j] ?? 0))));
    expect(far).toBeLessThan(1e-4);
  }
  await close();
});
