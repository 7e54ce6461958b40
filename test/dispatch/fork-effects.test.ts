import { afterAll, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { branchMetrics, branchTerms } from '../../src/analysis/branch-metrics.ts';
import { indexOf, nodeAt, spaceSize } from '../../src/analysis/node-space.ts';
import { nodeAblation, tokenAblation } from '../../src/dispatch/branch-runs.ts';
import { type Source, scoresOf } from '../../src/dispatch/branch-sources.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import type { Counterfactual } from '../../src/dispatch/counterfactual-runs.ts';
import { measureBranches } from '../../src/dispatch/measure-branches.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { scoreNodes } from '../../src/dispatch/score-nodes.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { golden, load } from '../support/llama-goldens.ts';
import { referenceLlama } from '../support/reference-llama.ts';
import { emptyShelf } from '../support/shelf.ts';

/** A random model of odd widths; what its branches lose is decided by tensors edited by hand. */
const { opened, tokens } = await golden('grouped-linear');
const runner = inlineRunner(await load(opened));
const reference = await referenceLlama(opened.description, opened.weights);
afterAll(() => runner.close());

const [prompt = [], other = []] = tokens;
const model = await runner.facts();
const named = (ids: readonly number[]) => ids.map((id) => ({ id: tokenId(id), text: ` t${id}` }));
const shelf = emptyShelf();
const ask: Ask = {
  runner,
  model,
  prompt: { text: 'ids', tokens: named(prompt) },
  seed: 5,
  shelf,
  options: {},
};
const branches = named([3, 50, 17]);
const last = prompt.length - 1;
const counterfactual: Counterfactual = {
  rows: [other],
  finding: {
    kind: 'counterfactual',
    method: 'given',
    unit: '',
    control: '',
    caveats: [],
    source: 'given',
    text: 'others',
    tokens: named(other),
    edits: [],
    answer: { id: tokenId(50), text: '', prob: 0 },
    original: { id: tokenId(3), text: '', prob: 0, after: 0 },
    rank: 0,
    tried: 1,
    versions: 1,
    rows: [],
  },
};
const values = await nodeValues(ask, counterfactual);
const space = { layers: model.layers, heads: model.heads, tokens: prompt.length };
const elsewhere = reference.run(other);

function byHand(edits: readonly Intervention[]): number[] {
  const logits = at(reference.run(prompt, edits).get('logits') ?? missing(), 0, last).data;
  return branchMetrics(branches.map(({ id }) => logits[id] ?? Number.NaN));
}

/** Heads and MLPs with what they put out in the other prompt. */
const withoutNodes = (sets: readonly number[]): number[] =>
  byHand(sets.map((node) => editOf(nodeAt(space, node))));

/** Nobody sees these tokens, each of which still sees itself. */
const withoutTokens = (keys: readonly number[]): number[] =>
  byHand(
    keys.flatMap((key) =>
      Array.from({ length: last - key }, (_, i): Intervention => ({ kind: 'mask', key, query: key + 1 + i })),
    ),
  );

function editOf(node: string): Intervention {
  const [, mlp, layerOf, head, place] = /^(?:M(\d+)|L(\d+)H(\d+))@(\d+)$/.exec(node) ?? [];
  const [layer, position] = [Number(mlp ?? layerOf), Number(place)];
  const from = (hook: Tensor | undefined, ...index: number[]) => at(hook ?? missing(), 0, ...index).data;
  return head === undefined
    ? {
        kind: 'mlp',
        layer,
        position,
        gain: 0,
        baseline: from(elsewhere.get(blockHook(layer, 'hook_mlp_out')), position),
      }
    : {
        kind: 'head',
        layer,
        head: Number(head),
        position,
        gain: 0,
        baseline: from(elsewhere.get(blockHook(layer, 'attn.hook_z')), position, Number(head)),
      };
}

function close(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 4);
  });
}

test('every branch’s metric without some nodes is that of tensors edited by hand, the same set run once or twice', async () => {
  const some = [[], [0], [7, 2], [2, 7], Array.from({ length: spaceSize(space) }, (_, i) => i)];
  const found = await nodeAblation(ask, branches, values)(some);
  some.forEach((set, i) => {
    close(found[i] ?? [], withoutNodes(set));
  });
  expect(found[2]).toEqual(found[3]);
});

test('a hidden token is one that no later token sees, the first one too', async () => {
  const some = [[], [0], [2], [0, 2, last - 1]];
  const found = await tokenAblation(ask, branches)(some);
  some.forEach((set, i) => {
    close(found[i] ?? [], withoutTokens(set));
  });
});

test('drivers, what they do together and random sets are those differences', async () => {
  const cause = (node: string, score: number) => ({
    node,
    score,
    units: [indexOf(space, node) ?? missing()],
  });
  const causes = [cause('L0H0@1', 1), cause('M0@2', 1), cause('L1H1@3', -1), cause(`M1@${last}`, 1)];
  const all = Array.from({ length: spaceSize(space) }, (_, i) => i);
  const random = [
    [1, 5],
    [9, 4],
    [11, 3],
  ];
  const source: Source = {
    causes: branches.map(() => causes),
    all,
    ablate: nodeAblation(ask, branches, values),
    atOnce: 2,
    random: () => random,
    ablation: '',
    subject: [],
  };
  const [full, empty] = [withoutNodes([]), withoutNodes(all)];
  const measured = await measureBranches(source);
  expect(measured.some(({ together }) => together !== null)).toBe(true);
  measured.forEach(({ measured: effects, drivers, together, empty: nothing }, branch) => {
    const lost = (set: readonly number[]) => (full[branch] ?? 0) - (withoutNodes(set)[branch] ?? Number.NaN);
    close(
      effects.map(({ effect }) => effect),
      causes.map(({ units }) => lost(units)),
    );
    expect(nothing).toBeCloseTo(empty[branch] ?? Number.NaN, 4);
    const supporters = drivers.filter(({ effect }) => effect > 0).slice(0, 2);
    expect(together?.drivers ?? 0).toBe(supporters.length);
    if (together === null) return;
    expect(together.effect).toBeCloseTo(lost(supporters.flatMap(({ units }) => units)), 4);
    const sorted = random.map(lost).sort((a, b) => a - b);
    expect(together.random?.median).toBeCloseTo(sorted[1] ?? Number.NaN, 4);
  });
});

test('the last branch’s scores, which the others leave, are those of its own metric', async () => {
  const scored = await scoresOf(ask, branches, counterfactual, values);
  const own = await scoreNodes(ask, branchTerms(branches, last)[2] ?? [], counterfactual, values);
  const largest = Math.max(...own.map(({ score }) => Math.abs(score)));
  expect(largest).toBeGreaterThan(0.01);
  expect(scored[2]?.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
  own.forEach(({ score }, i) => {
    expect(Math.abs(score - (scored[2]?.[i]?.score ?? Number.NaN))).toBeLessThan(1e-4 * largest);
  });
});

function missing(): never {
  throw new Error('no such tensor');
}
