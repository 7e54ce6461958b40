import type { ConflictComponent, ConflictFinding, Together } from '../analysis/conflict-finding.ts';
import { correlation } from '../analysis/correlation.ts';
import type { Metric } from '../analysis/findings.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import {
  nodesOf,
  randomLike,
  scoreOf,
  type WholeComponent,
  wholeComponents,
} from '../analysis/whole-components.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { AnswerPrompt } from './answer-prompts.ts';
import type { Ask } from './command.ts';
import { type ConflictBaseline, conflictBaseline } from './conflict-baseline.ts';
import { type Rivals, rivalAnswers } from './conflict-words.ts';
import { nodeValues } from './node-values.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';
import { pointsTo } from './score-nodes.ts';

/** Leading components whose effect is measured, those of a side ablated at once, random sets beside them. */
const MEASURED = 32;
const AT_ONCE = 6;
const RANDOM = 10;
/** Tokens of one batch, over all its rows. */
const MOST_TOKENS = 4096;

/**
 * Which heads and MLPs follow evidence that contradicts memory, which follow memory: attribution of
 * logit(context answer) − logit(memory answer), whole components, the leading ones ablated exactly.
 *
 * @returns undefined where the evidence names no other answer than memory's
 */
export async function conflictOf(
  asked: Ask,
  prompts: { readonly withIt: AnswerPrompt; readonly without: AnswerPrompt },
  memory: Token,
): Promise<ConflictFinding | undefined> {
  const rivals = await rivalAnswers(asked, prompts, memory);
  if (rivals === undefined) return undefined;
  const ask = { ...asked, prompt: prompts.withIt };
  const baseline = await conflictBaseline(asked, prompts, rivals);
  const metric = metricOf(rivals.logits, ask.prompt.tokens.length - 1, rivals.context, rivals.memory);
  const values = await nodeValues(ask, { rows: baseline.rows });
  const scored = await scoredComponents(ask, metric, baseline, values);
  const ablated = ablation(ask, metric, values);
  const effects = await ablated(scored.map(({ component }) => [component]));
  const components = scored
    .map(({ component, score }, i) => ({
      id: component.id,
      score,
      effect: effects[i] ?? Number.NaN,
      component,
    }))
    .sort((a, b) => b.effect - a.effect);
  const of = (side: readonly { readonly component: WholeComponent }[]) =>
    togetherOf(
      ask,
      side.slice(0, AT_ONCE).map(({ component }) => component),
      ablated,
    );
  const contextTogether = await of(components.filter(({ effect }) => effect > 0));
  const memoryTogether = await of([...components].reverse().filter(({ effect }) => effect < 0));
  const measured = components.map(({ id, score, effect }): ConflictComponent => ({ id, score, effect }));
  return {
    ...described(measured, rivals, baseline),
    metric,
    tokens: prompts.withIt.tokens,
    baseline: baseline.finding,
    components: measured,
    ofComponents: wholeComponents(nodeSpace(ask)).length,
    contextTogether,
    memoryTogether,
  };
}

/** The components with the largest |score|, as many as one batch takes. */
async function scoredComponents(
  ask: Ask,
  metric: Metric,
  { rows }: ConflictBaseline,
  values: NodeValues,
): Promise<{ readonly component: WholeComponent; readonly score: number }[]> {
  const { runner, prompt, options } = ask;
  const weights = [...metricWeights(metric)];
  const { nodes } = await runner.attribute(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      metric: weights.map(([token, weight]) => ({ token, position: metric.position, weight })),
      rules: 'exact',
      points: pointsTo(rows),
      baseline: { values, rows },
    },
    options,
  );
  const space = nodeSpace(ask);
  const most = Math.min(MEASURED, Math.floor(MOST_TOKENS / prompt.tokens.length) - 1);
  return wholeComponents(space)
    .map((component) => ({ component, score: scoreOf(space, nodes, component) }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, Math.max(1, most));
}

type Ablated = (sets: readonly (readonly WholeComponent[])[]) => Promise<number[]>;

/** What the metric loses without each set of components, at every position. */
const ablation =
  (ask: Ask, metric: Metric, values: NodeValues): Ablated =>
  async (sets) => {
    const space = nodeSpace(ask);
    const rows = sets.map((set) => ({ allBut: set.flatMap((component) => nodesOf(space, component)) }));
    const [full = Number.NaN, ...without] = await patchedMetrics(
      ask,
      [{ allBut: [] }, ...rows],
      values,
      metric,
    );
    return without.map((value) => full - value);
  };

async function togetherOf(
  ask: Ask,
  set: readonly WholeComponent[],
  ablated: Ablated,
): Promise<Together | null> {
  if (set.length === 0) return null;
  const { heads } = ask.model;
  const all = wholeComponents(nodeSpace(ask));
  const random = randomLike(all, set, { heads, count: RANDOM, seed: ask.seed });
  const [effect = Number.NaN, ...others] = await ablated([set, ...random]);
  return {
    components: set.map(({ id }) => id),
    effect,
    random: { n: others.length, low: Math.min(...others), high: Math.max(...others) },
  };
}

function described(
  components: readonly ConflictComponent[],
  { context, memory }: Rivals,
  { finding }: ConflictBaseline,
): Omit<
  ConflictFinding,
  'metric' | 'tokens' | 'baseline' | 'components' | 'ofComponents' | 'contextTogether' | 'memoryTogether'
> {
  const r = correlation(
    components.map(({ score }) => score),
    components.map(({ effect }) => effect),
  );
  const corrupted = finding.source === 'corrupted mean';
  return {
    kind: 'conflict',
    method: `exact ablation of ${components.length} heads and MLPs, each at all positions, chosen by path-averaged attribution of logit(context answer) − logit(memory answer) (EAP-IG, Hanna 2403.17806); ablated ones put out what they do ${corrupted ? `on average over ${finding.versions} corrupted versions` : 'where subject and value are others'}`,
    unit: 'logits',
    control: `random sets of as many heads and MLPs${Number.isFinite(r) ? `; scores against effects, Pearson r ${r.toFixed(2)}` : ''}`,
    caveats: [
      'A part that only carries the subject from place to place counts for whichever answer needs it more; a whole component may do both at different words.',
      ...(corrupted
        ? [
            'No clean other subject was found: parts are held against corrupted versions of the text, which is weaker.',
          ]
        : []),
    ],
    context,
    memory,
    agreement: { r: Number.isFinite(r) ? r : null, nodes: components.length },
  };
}
