import type { TokenId } from '../../src/kernel/ids.ts';
import type { GradientRules, LoadedModel } from '../loaded.ts';
import type { BenchFigure } from './bench-figure.ts';
import { ratiosTo, type Timed } from './interleaved.ts';

/**
 * Gradients against a plain run of the same prompt with all its logits, and five points of a line as
 * one batch against one row.
 *
 * @param tokens  two prompts of equal length
 */
export async function gradientCosts(
  model: LoadedModel,
  [prompt, other]: readonly [readonly TokenId[], readonly TokenId[]],
  rounds: number,
): Promise<BenchFigure[]> {
  const position = prompt.length - 1;
  const [token, rival] = [prompt[0], other[0]];
  if (token === undefined || rival === undefined) throw new RangeError('prompts of no tokens');
  const metric = [
    { token, position, weight: 1 },
    { token: rival, position, weight: -1 },
  ];
  const nodes = Array.from({ length: model.facts.layers }, (_, i) => [
    `blocks.${i}.attn.hook_z`,
    `blocks.${i}.hook_mlp_out`,
  ]).flat();
  const run =
    (rules: GradientRules, shares: readonly number[]): Timed =>
    () =>
      model.gradients({
        tokens: shares.map(() => prompt),
        metric: shares.map(() => metric),
        line: shares.map((share) => ({ from: other, share })),
        rules,
        hooks: nodes,
        gradients: nodes,
      });
  const plain: Timed = () => model.forward({ tokens: [prompt], hooks: ['logits'] });
  const one = run('exact', [1]);
  const [frozen = 0, exact = 0] = await ratiosTo(plain, [run('frozen', [1]), one], rounds);
  const [averaged = 0] = await ratiosTo(one, [run('exact', [0.2, 0.4, 0.6, 0.8, 1])], Math.ceil(rounds / 2));
  const of = `${prompt.length} tokens`;
  const against = 'with every node and its gradient fetched, against a plain run with its logits';
  return [
    { what: `frozen gradients, ${of}, ${against}`, value: frozen, unit: 'x', target: '≤ 2.0' },
    { what: `exact gradients, ${of}, ${against}`, value: exact, unit: 'x', target: '≤ 2.3' },
    {
      what: `exact gradients at 5 points of a line, ${of}, against one`,
      value: averaged,
      unit: 'x',
      target: '≤ 3.5',
    },
  ];
}
