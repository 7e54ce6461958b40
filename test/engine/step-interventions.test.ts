import { expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { stepInterventions } from '../../src/engine/step-interventions.ts';

const head = { kind: 'head', layer: 0, head: 0, gain: 0 } as const;
const value = new Float32Array(2);
const patch = { kind: 'residual', layer: 0, position: 4, value } as const;

test('what names no position is in every call', () => {
  const mlp: Intervention = { kind: 'mlp', layer: 2, gain: 0.5 };
  expect(stepInterventions([head, mlp], 0, 5)).toEqual([head, mlp]);
  expect(stepInterventions([head, mlp], 9, 1, [0])).toEqual([head, mlp]);
});

test('what names a position is in the call that reads it, counted from there', () => {
  expect(stepInterventions([patch, { ...head, position: 6 }], 0, 5)).toEqual([patch]);
  expect(stepInterventions([patch, { ...head, position: 6 }], 6, 1, [0])).toEqual([{ ...head, position: 0 }]);
});

test('a masked key stays masked when it has become a cached one', () => {
  const all: Intervention = { kind: 'mask', key: 1 };
  const one: Intervention = { kind: 'mask', key: 1, query: 6 };
  expect(stepInterventions([all, one], 0, 5)).toEqual([all]);
  expect(stepInterventions([all, one], 6, 1, [0])).toEqual([
    { kind: 'mask', key: -5 },
    { kind: 'mask', key: -5, query: 0 },
  ]);
  expect(stepInterventions([{ kind: 'mask', key: 7 }], 6, 1, [0])).toEqual([]); // not yet written
  const later: Intervention = { kind: 'mask', key: 1, from: 4 };
  expect(stepInterventions([later], 0, 4)).toEqual([]);
  expect(stepInterventions([later], 3, 2)).toEqual([{ kind: 'mask', key: -2, from: 1 }]);
  expect(stepInterventions([later], 6, 1)).toEqual([{ kind: 'mask', key: -5, from: 0 }]);
});

test('a sample’s own interventions follow it when the batch becomes smaller', () => {
  const own = [0, 1, 2, 3].map((row): Intervention => ({ ...head, row }));
  expect(stepInterventions(own, 5, 1, [1, 3])).toEqual([
    { ...head, row: 0 },
    { ...head, row: 1 },
  ]);
});
