import { sinksOf } from '../analysis/attention.ts';
import { collision, writesByLayer } from '../analysis/collision.ts';
import { direct } from '../analysis/direct.ts';
import { type Distribution, distributionOf, probOf } from '../analysis/edited-distribution.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import { lastRow } from '../analysis/next.ts';
import { oscillation, rejectedWords } from '../analysis/rejected-words.ts';
import { lookLayers, meanSalience } from '../analysis/residue-look.ts';
import type { Candidates, ResidueMeasured } from '../analysis/residue-measured.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { tick } from './head-roles-progress.ts';
import { testCandidates } from './residue-candidates.ts';
import { layerWords, wordCurves } from './residue-lens.ts';
import { answerGradients, NO_GRADIENTS, sourceEffects } from './residue-sources.ts';

const STEPS = 4;
const MOST_REJECTED = 3;

/** Hooks that the three patterns read. */
const residueHooks = (layers: number): HookName[] => [
  'hook_embed',
  ...Array.from({ length: layers }, (_, layer) =>
    (['attn.hook_v', 'attn.hook_pattern', 'attn.hook_z', 'hook_mlp_out', 'hook_resid_post'] as const).map(
      (hook) => blockHook(layer, hook),
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
  const rejected = rejectedWords(words, ({ id }) => probOf(says, id), prior, loose).slice(0, MOST_REJECTED);
  const found = { rejected, wave: oscillation(words, prior, loose), pair: collision(parts) };
  return {
    answer: { ...answer, prob: probOf(says, answer.id) },
    rival: { ...rival, prob: probOf(says, rival.id) },
    margin: metric.value,
    writes: writesByLayer(parts, model.layers),
    layers,
    sinks,
    sources,
    words,
    ...(await testCandidates(ask, trace, { ...found, margin: metric.value, said: [answer, rival], loose })),
    ...(work && rejected.length > 0 ? { curves: await wordCurves(ask, trace, rejected) } : {}),
    notes,
  };
}

/** The answer and its runner-up. */
async function topTwo({ runner, options }: Ask, { logits }: Distribution): Promise<[Token, Token]> {
  let [first, second] = [-1, -1];
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? 0;
    if (first < 0 || logit > (logits[first] ?? 0)) [first, second] = [id, first];
    else if (second < 0 || logit > (logits[second] ?? 0)) second = id;
  }
  const [a, b] = await runner.describe(
    [first, second].map((id) => id as Token['id']),
    options,
  );
  if (a === undefined || b === undefined) throw new RangeError('a vocabulary of one word');
  return [a, b];
}
