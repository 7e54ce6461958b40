import { readFile } from 'node:fs/promises';
import type { MetricTerm } from '../../models/loaded.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import { goldenFile, tensorsOf } from './llama-goldens.ts';

export const RULES = ['exact', 'frozen'] as const;

/** Autograd's gradients for a checkpoint, by make_gradient_goldens.py; keys are `<rules>/<hook>`. */
export async function gradientGolden(
  name: string,
): Promise<{ readonly metric: MetricTerm[][]; readonly gradients: ReadonlyMap<string, Tensor> }> {
  const rows: [number, number, number][][] = JSON.parse(
    await readFile(goldenFile(name, 'metrics.json'), 'utf8'),
  );
  return {
    metric: metricOf(rows),
    gradients: await tensorsOf(goldenFile(name, 'gradients.safetensors')),
  };
}

/** `(token, position, weight)` as the script writes them. */
export const metricOf = (rows: readonly (readonly [number, number, number])[][]): MetricTerm[][] =>
  rows.map((row) => row.map(([token, position, weight]) => ({ token: tokenId(token), position, weight })));

/** The hooks of one set of rules, without their prefix. */
export const hooksUnder = (gradients: ReadonlyMap<string, Tensor>, rules: string): string[] =>
  [...gradients.keys()].flatMap((key) => (key.startsWith(`${rules}/`) ? [key.slice(rules.length + 1)] : []));
