import type { Collision, CollisionTest } from '../analysis/collision.ts';
import { direct } from '../analysis/direct.ts';
import { distributionOf, probOf } from '../analysis/edited-distribution.ts';
import type { NodeName } from '../analysis/findings.ts';
import { gatesOf } from '../analysis/gates.ts';
import { indexOf, nodeAt } from '../analysis/node-space.ts';
import { shuffled } from '../analysis/probe.ts';
import { randomSets } from '../analysis/random-sets.ts';
import type { RejectedWord } from '../analysis/rejected-words.ts';
import type { Part, RejectedTest } from '../analysis/residue-measured.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { randomFrom } from '../kernel/random.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { rowLogits } from './intervene.ts';
import { nodeSpace } from './patched-metrics.ts';

const SETS = 20;
const MOST_SUPPRESSORS = 3;

/** What is said next with each set of the answering position's components at their values in a corrupted mean. */
async function ablatedLogits(
  ask: Ask,
  values: NodeValues,
  sets: readonly (readonly NodeName[])[],
): Promise<Float32Array[]> {
  const space = nodeSpace(ask);
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const rows = sets.map((nodes) => ({ allBut: nodes.flatMap((node) => indexOf(space, node) ?? []) }));
  return rowLogits(
    ask,
    sets.map(() => ids),
    { patch: { gates: gatesOf(space, rows), values } },
  );
}

/** As many sets of the same size and kind as there are, each once, at the answering position; never the set itself. */
export function otherSets(ask: Ask, nodes: readonly NodeName[]): NodeName[][] {
  const space = nodeSpace(ask);
  const own = nodes.flatMap((node) => indexOf(space, node) ?? []);
  const drawn = randomSets(space, own, { count: SETS, from: space.tokens - 1, seed: ask.seed });
  const key = (set: readonly number[]) => [...set].sort((a, b) => a - b).join();
  const distinct = new Map(drawn.map((set) => [key(set), set]));
  distinct.delete(key(own));
  return [...distinct.values()].map((set) => set.map((node) => nodeAt(space, node)));
}

/** Heads and MLPs of the answering position above a layer, by their direct part of a word's logit. */
export async function partsOf(
  { runner, options }: Ask,
  trace: Trace,
  weights: ReadonlyMap<Token['id'], number>,
  tokens: readonly Token[],
): Promise<Part[]> {
  const toward = await runner.metricDirection(weights, options);
  const metric = { kind: 'logit', tokens, position: trace.tokens.length - 1, value: 0 } as const;
  return direct(trace, toward, metric).parts.filter(({ node }) => /^[LM]/.test(node));
}

export const layerOf = (node: NodeName): number => Number(/^[LM](\d+)/.exec(node)?.[1] ?? Number.NaN);

/** The (at most three) components after the peak that speak most against the word. */
export async function suppressorsOf(ask: Ask, trace: Trace, { word, layer }: RejectedWord): Promise<Part[]> {
  const parts = await partsOf(ask, trace, new Map([[word.id, 1]]), [word]);
  return parts
    .filter(({ node, score }) => layerOf(node) > layer && score < 0)
    .sort((a, b) => a.score - b.score)
    .slice(0, MOST_SUPPRESSORS);
}

/** Sets to be ablated, and what is made of the logits that come of it, `[vocab]` each. */
export interface Ablation<Found> {
  readonly sets: readonly (readonly NodeName[])[];
  read(logits: readonly Float32Array[]): Found;
}

/** Ablates a word's suppressors, and random sets of the same size and kind. */
export function rejectedAblation(
  ask: Ask,
  { word }: Pick<RejectedWord, 'word'>,
  suppressors: readonly Part[],
): Ablation<RejectedResult> {
  if (suppressors.length === 0) return { sets: [], read: () => UNTESTED };
  const nodes = suppressors.map(({ node }) => node);
  return {
    sets: [nodes, ...otherSets(ask, nodes)],
    read(logits) {
      const [restored = 0, ...rest] = logits.map((row) => probOf(distributionOf(row), word.id));
      return { restored, random: { n: rest.length, less: rest.filter((p) => p < restored).length } };
    },
  };
}

export type RejectedResult = Omit<RejectedTest, 'suppressors'>;

export const UNTESTED: RejectedResult = { restored: null, random: { n: 0, less: 0 } };

/** Ablates the two heads of a collision, and others, one at a time. */
export function collisionAblation(
  ask: Ask,
  { supports, opposes }: Collision,
  margin: number,
  [answer, rival]: readonly [Token, Token],
): Ablation<CollisionTest> {
  const last = ask.prompt.tokens.length - 1;
  const heads = Array.from({ length: ask.model.layers * ask.model.heads }, (_, i) => {
    const layer = Math.floor(i / ask.model.heads);
    return `L${layer}H${i % ask.model.heads}@${last}`;
  }).filter((node) => node !== supports.node && node !== opposes.node);
  const others = shuffled(heads, randomFrom(ask.seed)).slice(0, SETS);
  return {
    sets: [supports.node, opposes.node, ...others].map((node) => [node]),
    read(logits) {
      const [a = Number.NaN, b = Number.NaN, ...rest] = logits.map(
        (row) => (row[answer.id] ?? Number.NaN) - (row[rival.id] ?? Number.NaN),
      );
      return { margin, supports: a, opposes: b, others: rest };
    },
  };
}

/** Runs several ablations as one batch. @returns what each read; undefined where there is nothing to ablate to */
export async function ablateAll<Found>(
  ask: Ask,
  values: NodeValues | undefined,
  ablations: readonly Ablation<Found>[],
): Promise<(Found | undefined)[]> {
  const sets = ablations.flatMap((each) => each.sets);
  if (values === undefined || sets.length === 0) return ablations.map(() => undefined);
  const logits = await ablatedLogits(ask, values, sets);
  let from = 0;
  return ablations.map((each) => {
    const mine = logits.slice(from, from + each.sets.length);
    from += each.sets.length;
    return each.read(mine);
  });
}
