import { quantile } from '../../src/analysis/quantile.ts';
import { table } from '../truth/markdown.ts';
import type { LensChoice } from './choices.ts';
import type { LensMeasured } from './measure.ts';
import { CHOICES, HEAD, RUNTIME } from './page-words.ts';
import type { Measured, ModelMeasured } from './run.ts';

/** Where the table of choices looks, of all layers. */
const SHARES = [1 / 6, 1 / 3, 0.5, 2 / 3, 0.8, 0.9, 1];

const NAMES: Readonly<Record<string, string>> = {
  shipped: 'The teaching model',
  'SmolLM2-135M-Instruct': 'SmolLM2-135M-Instruct',
};

/** docs/lens.md, whole. */
export const lensPage = ({ models }: Measured): string =>
  `${[HEAD, ...Object.entries(NAMES).flatMap(([name, title]) => section(title, models[name] ?? {}))].join('\n\n')}\n`;

function section(name: string, { lens, numpy, time, choices }: Partial<ModelMeasured>): string[] {
  return [
    `## ${name}`,
    ...(lens === undefined ? ['Not measured yet.'] : [nearness(lens), byDepth(lens), settling(lens)]),
    ...(choices === undefined ? [] : [CHOICES, byChoice(choices)]),
    ...(numpy === undefined ? [] : [equality(numpy)]),
    ...(time === undefined ? [] : [calibrated(time), RUNTIME]),
  ];
}

const nearness = ({ texts, positions }: LensMeasured): string =>
  `${positions} positions of ${texts} texts that the lens was not fitted on, the first token of each left out.`;

/** Every depth of a small model, about sixteen of a large one. */
function byDepth({ hooks, lenses: { linear, logit } }: LensMeasured): string {
  const every = Math.ceil(hooks.length / 17);
  const shown = [...hooks.keys()].filter((d) => (hooks.length - 1 - d) % every === 0 || d === 0);
  const cell = (of: readonly number[], d: number) => (of[d] ?? Number.NaN).toFixed(2);
  return table(
    ['state', 'KL, logit lens', 'KL, linear lens', 'top-1, logit lens', 'top-1, linear lens'],
    shown.map((d) => [
      hooks[d] ?? '',
      cell(logit.kl, d),
      cell(linear.kl, d),
      cell(logit.agreement, d),
      cell(linear.agreement, d),
    ]),
  );
}

/** Of the depth at the end of some layers: KL and top-1 of each choice. */
function byChoice(choices: readonly LensChoice[]): string {
  const hooks = choices[0]?.hooks ?? [];
  const last = (hooks.length - 3) / 2;
  const layers = [...new Set(SHARES.map((share) => Math.min(last - 1, Math.round(share * last))))];
  const depth = (layer: number) => hooks.indexOf(`blocks.${layer}.hook_resid_post`);
  return table(
    ['λ / mean diagonal', 'texts', ...layers.map((layer) => `after layer ${layer}`)],
    choices.map(({ samples, ridge, curve: { kl, agreement } }) => [
      String(ridge),
      String(samples),
      ...layers
        .map(depth)
        .map((d) => `${(kl[d] ?? Number.NaN).toFixed(2)} (${(agreement[d] ?? 0).toFixed(2)})`),
    ]),
  );
}

function settling({ hooks, lenses: { linear, logit } }: LensMeasured): string {
  const layer = (depth: number) => Math.max(0, Math.ceil(depth / 2) - 1);
  const of = (settles: readonly number[], q: number) => layer(quantile([...settles], q));
  const worse = hooks.filter(
    (_, d) =>
      (linear.kl[d] ?? 0) > (logit.kl[d] ?? 0) + 1e-6 ||
      (linear.agreement[d] ?? 0) < (logit.agreement[d] ?? 0),
  );
  return [
    `The final answer leads for good from layer ${of(logit.settles, 0.5)} on by the logit lens, from layer ${of(linear.settles, 0.5)} on by the linear one (medians);`,
    `the first tenth of the positions settles by layer ${of(logit.settles, 0.1)} and ${of(linear.settles, 0.1)}.`,
    worse.length === 0
      ? 'At no depth is the linear lens the worse one, by either measure.'
      : `The linear lens is the worse one, by either measure, at: ${worse.join(', ')}.`,
  ].join(' ');
}

function equality({ states, rows }: NonNullable<ModelMeasured['numpy']>): string {
  const worst = (of: (row: (typeof rows)[number]) => number) => Math.max(...rows.map(of)).toExponential(1);
  return `Against the same regression by NumPy in float64, on the same ${states.toLocaleString('en')} states read anew without a cache (depths ${rows.map(({ depth }) => depth).join(', ')}): maps differ by at most ${worst((row) => row.map)} of their largest entry, mapped states by ${worst((row) => row.mapped)} of their size (root mean square).`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const calibrated = ({
  cores,
  wall,
  processor,
  writing,
  solving,
  load,
}: NonNullable<ModelMeasured['time']>): string =>
  `Calibrating took ${seconds(wall)} on ${cores} cores (${seconds(writing)} writing texts and summing, ${seconds(solving)} solving and keeping) and ${seconds(processor)} of processor time; on average ${load.toFixed(1)} processes wanted those cores meanwhile, ours among them.`;
