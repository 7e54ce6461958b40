import { collision, writesByLayer } from '../analysis/collision.ts';
import { direct } from '../analysis/direct.ts';
import { type Distribution, distributionOf, divergence, probOf } from '../analysis/edited-distribution.ts';
import type { Metric } from '../analysis/findings.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import { lastRow } from '../analysis/next.ts';
import { type LensWord, oscillation, rejectedWords } from '../analysis/rejected-words.ts';
import { lookLayers, meanSalience } from '../analysis/residue-look.ts';
import type { Candidates, Part, ResidueMeasured } from '../analysis/residue-measured.ts';
import { sinksOf } from '../analysis/attention.ts';
import type { Runner } from '../engine/runner.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';
import { rowLogits } from './intervene.ts';
import { baselineFor } from './intervene-baseline.ts';
import { tick } from './head-roles-progress.ts';
import {
  ablatedLogits,
  collisionAblation,
  rejectedAblation,
  suppressorsOf,
  UNTESTED,
} from './residue-ablate.ts';
import { testOscillation } from './residue-oscillation.ts';

type GradientResult = Awaited<ReturnType<Runner['gradients']>>;

const STEPS = 4;
const WORDS = 10;
const MOST_REJECTED = 4;

/** Hooks that the three patterns read. */
const residueHooks = (layers: number): HookName[] => [
  'hook_embed',
  ...Array.from({ length: layers }, (_, layer) =>
    (['attn.hook_v', 'attn.hook_pattern', 'attn.hook_z', 'hook_mlp_out', 'hook_resid_post'] as const).map((hook) =>
      blockHook(layer, hook),
    ),
  ).flat(),
  'ln_final.hook_scale',
];

/**
 * Everything that the three patterns are judged by, at the answering position: one run, a lens over
 * its layers, one gradient, the effect of hiding each source, and ablations of what looks like a pattern.
 *
 * @param prior  the lens's own liking of a token at a layer
 * @param work   whether what is only drawn is measured too: the work of each source, a rejected word's curve
 */
export async function measureResidue(
  ask: Ask,
  prior: (layer: number, word: Token) => number,
  loose: Candidates,
  { work = true }: { readonly work?: boolean } = {},
): Promise<ResidueMeasured> {
  const { runner, model, prompt, options } = ask;
  const tokens = prompt.tokens.map(({ id }) => id);
  const last = tokens.length - 1;
  tick(options, 'Reading the layers', 1, STEPS);
  const trace = await runner.trace({ tokens, hooks: residueHooks(model.layers), logits: 'last' }, options);
  const says = distributionOf(lastRow(trace));
  const words = await layerWords(ask, trace);
  const [answer, rival] = await topTwo(ask, says);
  const metric = metricOf(says.logits, last, answer, rival);
  const parts = direct(trace, await runner.metricDirection(metricWeights(metric), options), metric);
  tick(options, 'Hiding each word from the answer', 2, STEPS);
  const sinks = [...new Set([0, ...sinksOf(trace, await runner.outputGram(options), last)])];
  const { gradients, notes = [] } = work ? await answerGradients(ask, metric) : NO_GRADIENTS;
  const layers = lookLayers(trace, gradients, sinks);
  const sources = await sourceEffects(ask, says, meanSalience(layers), sinks);
  tick(options, 'Taking out what looks like a pattern', 3, STEPS);
  const candidates = rejectedWords(words, ({ id }) => probOf(says, id), prior, loose).slice(0, MOST_REJECTED);
  const wave = oscillation(words, prior, loose);
  const pair = collision(parts);
  const clash = pair !== undefined && pair.strength >= loose.strength && pair.write >= loose.write;
  const needed = candidates.length > 0 || wave !== undefined || clash;
  const values = needed ? await corruptedMean(ask, answer) : undefined;
  const curves = work ? await wordCurves(ask, trace, candidates.map(({ word }) => word)) : [];
  const suppressors: Part[][] = [];
  for (const word of candidates) suppressors.push(await suppressorsOf(ask, trace, word));
  const tests = candidates.map((word, i) => rejectedAblation(ask, word, suppressors[i] ?? []));
  const fight = clash ? collisionAblation(ask, pair, metric.value, [answer, rival]) : undefined;
  const sets = [...tests.flatMap((test) => test.sets), ...(fight?.sets ?? [])];
  const logits = values === undefined || sets.length === 0 ? undefined : await ablatedLogits(ask, values, sets);
  let read = 0;
  const next = (count: number) => logits?.slice(read, (read += count));
  const rejected = candidates.map((word, i) => {
    const mine = next(tests[i]?.sets.length ?? 0);
    const found = (mine && tests[i]?.read(mine)) ?? UNTESTED;
    return { ...word, suppressors: suppressors[i] ?? [], ...found, probs: curves[i] ?? [] };
  });
  const clashed = fight && next(fight.sets.length);
  return {
    answer: { ...answer, prob: probOf(says, answer.id) },
    rival: { ...rival, prob: probOf(says, rival.id) },
    margin: metric.value,
    writes: writesByLayer(parts, model.layers),
    layers,
    sinks,
    sources,
    words,
    rejected,
    ...(wave === undefined ? {} : { oscillation: { ...wave, ...(await testOscillation(ask, trace, wave, values)) } }),
    ...(pair === undefined
      ? {}
      : { collision: clashed === undefined ? pair : { ...pair, ...(fight && { test: fight.read(clashed) }) } }),
    notes,
  };
}

/** Of answer − rival at every hook_z. */
const answerGradients = ({ runner, model, prompt, options }: Ask, metric: Metric): Promise<GradientResult> =>
  runner.gradients(
    {
      tokens: [prompt.tokens.map(({ id }) => id)],
      metric: [
        [...metricWeights(metric)].map(([token, weight]) => ({ token, position: metric.position, weight })),
      ],
      rules: 'exact',
      hooks: [],
      gradients: Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'attn.hook_z')),
      logitPositions: [metric.position],
    },
    options,
  );

const NO_GRADIENTS: Pick<GradientResult, 'gradients' | 'notes'> = { gradients: new Map() };

/** The likeliest words after each layer, at the answering position. */
async function layerWords(ask: Ask, trace: Trace): Promise<LensWord[][]> {
  const { top } = await ask.runner.readout(layerStates(ask, trace), { top: WORDS }, ask.options);
  return top.map((row) => row.map(({ token, prob }) => ({ ...token, prob })));
}

/** hook_resid_post of every layer at the answering position, `[layer, width]`. */
export function layerStates({ model }: Pick<Ask, 'model'>, trace: Trace) {
  const data = new Float32Array(model.layers * model.width);
  for (let layer = 0; layer < model.layers; layer++) {
    const hook = trace.hooks.get(blockHook(layer, 'hook_resid_post'));
    if (hook !== undefined) data.set(at(hook, 0, trace.tokens.length - 1).data, layer * model.width);
  }
  return tensor([model.layers, model.width], data);
}

/** Lens probability of each word after each layer. */
async function wordCurves(ask: Ask, trace: Trace, words: readonly Token[]): Promise<number[][]> {
  if (words.length === 0) return [];
  const tokens = words.map(({ id }) => id);
  const { asked } = await ask.runner.readout(layerStates(ask, trace), { top: 1, tokens }, ask.options);
  return words.map((_, i) => asked.map((row) => row[i]?.prob ?? 0));
}

/** The answer and its runner-up. */
async function topTwo({ runner, options }: Ask, { logits }: Distribution): Promise<[Token, Token]> {
  let [first, second] = [-1, -1];
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? 0;
    if (first < 0 || logit > (logits[first] ?? 0)) [first, second] = [id, first];
    else if (second < 0 || logit > (logits[second] ?? 0)) second = id;
  }
  const [a, b] = await runner.describe([first, second].map((id) => id as Token['id']), options);
  if (a === undefined || b === undefined) throw new RangeError('a vocabulary of one word');
  return [a, b];
}

/** By source: salience, and KL of the next word when it alone is hidden from the answering position in every layer. */
async function sourceEffects(
  ask: Ask,
  says: Distribution,
  salience: readonly number[],
  sinks: readonly number[],
): Promise<ResidueMeasured['sources']> {
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const query = ids.length - 1;
  const keys = ids.flatMap((_, key) => (sinks.includes(key) ? [] : [key]));
  const masks = keys.map((key, row) => ({ kind: 'mask' as const, row, key, query }));
  const logits = await rowLogits(
    ask,
    keys.map(() => ids),
    { interventions: masks },
  );
  const effects = new Map(keys.map((key, row) => [key, divergence(says, distributionOf(logits[row] ?? says.logits))]));
  return ids.map((_, key) => {
    const effect = effects.get(key);
    return effect === undefined || salience.length === 0 ? null : { salience: salience[key] ?? 0, effect };
  });
}

/** undefined where no word can be exchanged. */
async function corruptedMean(ask: Ask, answer: Token): Promise<NodeValues | undefined> {
  try {
    return (await baselineFor(ask, 'mean', answer)).values;
  } catch (error) {
    if (error instanceof DispatchError && error.code === 'nothing-to-edit') return undefined;
    throw error;
  }
}
