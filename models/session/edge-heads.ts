import { blockHook } from '../../src/kernel/hooks.ts';
import { at } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ReadGradient } from './edge-gradient.ts';
import type { LayerReading } from './edge-reading.ts';
import { rotateRow } from './head-rotation.ts';

/** A head at a position, and what its layer reads. */
export interface ReadingHead {
  readonly layer: number;
  readonly head: number;
  readonly position: number;
  /** Where it finds keys and values. */
  readonly seen: readonly number[];
  readonly reading: LayerReading;
}

/** At the values a head finds: its pattern times the gradient at its z. */
export function valueGradient(
  { layer, head, position, seen, reading }: ReadingHead,
  model: ModelDescription,
  run: AttributionRun,
): ReadGradient {
  const gradient = reading.begin('value', keyHead(head, model));
  const pattern = run.value(blockHook(layer, 'attn.hook_pattern'));
  const written = run.gradient(blockHook(layer, 'attn.hook_z'));
  for (let point = 0; point < run.points; point++) {
    const towards = at(written, point, position, head).data;
    const look = at(pattern, point, head, position).data;
    for (const source of seen) reading.add(gradient, { point, source }, towards, look[source] ?? 0);
  }
  return gradient;
}

/** At its query, before the rotation. */
export function queryGradient(
  { layer, head, position, reading }: ReadingHead,
  run: AttributionRun,
): ReadGradient {
  const gradient = reading.begin('query', head);
  const towards = run.gradient(blockHook(layer, 'attn.hook_q'));
  for (let point = 0; point < run.points; point++)
    reading.add(gradient, { point, source: position }, at(towards, point, position, head).data, 1);
  return gradient;
}

/**
 * At the keys a head finds: the gradient at the score times the query, turned back by the key's own rotation.
 *
 * @param frequencies  of each rotated pair
 */
export function keyGradient(
  { layer, head, position, seen, reading }: ReadingHead,
  model: ModelDescription,
  run: AttributionRun,
  frequencies: Float32Array,
): ReadGradient {
  const gradient = reading.begin('key', keyHead(head, model));
  const queries = run.value(blockHook(layer, 'attn.hook_rot_q'));
  const scores = run.gradient(blockHook(layer, 'attn.hook_attn_scores'));
  for (let point = 0; point < run.points; point++) {
    const query = at(queries, point, position, head).data;
    const look = at(scores, point, head, position).data;
    for (const source of seen) {
      const turned = { shape: [1, model.headWidth], data: query.slice() };
      rotateRow(turned, 0, { position: -source, scale: 1, frequencies });
      const weight = (look[source] ?? 0) / Math.sqrt(model.headWidth);
      reading.add(gradient, { point, source }, turned.data, weight);
    }
  }
  return gradient;
}

const keyHead = (head: number, { heads, kvHeads }: ModelDescription): number =>
  Math.floor(head / (heads / kvHeads));
