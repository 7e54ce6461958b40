import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import type { CounterfactualFinding, Metric } from '../../src/analysis/findings.ts';
import { nodeAt, spaceSize } from '../../src/analysis/node-space.ts';
import { causalReceipt } from '../../src/dispatch/causal-receipt.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { measureEffects } from '../../src/dispatch/measure-effects.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { golden, load } from '../support/llama-goldens.ts';
import { referenceLlama } from '../support/reference-llama.ts';
import { emptyShelf } from '../support/shelf.ts';

/** A random model with an odd width for everything; what it says is decided by hand-edited tensors. */
const { opened, tokens } = await golden('grouped-linear');
const runner = inlineRunner(await load(opened));
const reference = await referenceLlama(opened.description, opened.weights);
afterAll(() => runner.close());

const [prompt = [], other = []] = tokens;
const model = await runner.facts();
const named = (ids: readonly number[]) => ids.map((id) => ({ id: tokenId(id), text: ` t${id}` }));
const ask: Ask = {
  runner,
  model,
  prompt: { text: 'by ids', tokens: named(prompt) },
  seed: 5,
  shelf: emptyShelf(),
  options: {},
};
const [answer, rival] = named([3, 50]);
if (answer === undefined || rival === undefined) throw new Error('no tokens');
const last = prompt.length - 1;
const metric: Metric = { kind: 'logitDiff', tokens: [answer, rival], position: last, value: 0 };
const finding: CounterfactualFinding = {
  kind: 'counterfactual',
  method: 'given',
  unit: '',
  control: '',
  caveats: [],
  source: 'given',
  text: 'others',
  tokens: named(other),
  edits: [],
  answer: { ...rival, prob: 0 },
  original: { ...answer, prob: 0, after: 0 },
  rank: 0,
  tried: 1,
  versions: 1,
  rows: [],
};
const counterfactual = { finding, rows: [other] };
const values = await nodeValues(ask, counterfactual);

const space = { layers: model.layers, heads: model.heads, tokens: prompt.length };
const nodes = Array.from({ length: spaceSize(space) }, (_, index) => nodeAt(space, index));

/** The metric with every node but these put by hand where it was in the other prompt. */
const elsewhere = reference.run(other);
function byHand(live: ReadonlySet<string>): number {
  const edits = nodes.filter((node) => !live.has(node)).map(editOf);
  const logits = at(reference.run(prompt, edits).get('logits') ?? missing(), 0, last).data;
  return (logits[3] ?? Number.NaN) - (logits[50] ?? Number.NaN);
}

function editOf(node: string): Intervention {
  const [place = '', position = ''] = node.split('@');
  const [, layer = '', head] = /^[LM](\d+)(?:H(\d+))?$/.exec(place) ?? [];
  const here = { layer: Number(layer), position: Number(position), gain: 0 };
  const from = (hook: Tensor | undefined, ...index: number[]) => at(hook ?? missing(), 0, ...index).data;
  return head === undefined
    ? {
        kind: 'mlp',
        ...here,
        baseline: from(elsewhere.get(blockHook(here.layer, 'hook_mlp_out')), here.position),
      }
    : {
        kind: 'head',
        head: Number(head),
        ...here,
        baseline: from(elsewhere.get(blockHook(here.layer, 'attn.hook_z')), here.position, Number(head)),
      };
}

const without = (...gone: readonly string[]) => new Set(nodes.filter((node) => !gone.includes(node)));

describe('the receipt on a random model', () => {
  const drawn = nodes.filter((_, i) => i % 5 === 0);
  const ranked = [...nodes].reverse();

  test('is that of tensors edited by hand: empty, circuit, complement, full', async () => {
    const found = await causalReceipt(
      ask,
      { metric, drawn: ['E@0', ...drawn, 'logit'], ranked },
      counterfactual,
      values,
    );
    expect(found.nodes).toEqual(drawn);
    expect(found.ofNodes).toBe(nodes.length);
    expect(found.empty).toBeCloseTo(byHand(new Set()), 4);
    expect(found.circuit).toBeCloseTo(byHand(new Set(drawn)), 4);
    expect(found.complement).toBeCloseTo(byHand(without(...drawn)), 4);
    expect(found.full).toBeCloseTo(byHand(new Set(nodes)), 4);
    expect(Math.abs(found.full - found.empty)).toBeGreaterThan(0.1);
    expect(found.random.n).toBe(20);
    expect(found.grow.nodes ?? 0).toBeGreaterThan(1);
  });

  test('of all nodes is 1 and of none 0, whatever is random then', async () => {
    const all = await causalReceipt(ask, { metric, drawn: nodes, ranked }, counterfactual, values);
    expect([all.sufficiency, all.necessity, all.random.median]).toEqual([1, 1, 1]);
    const none = await causalReceipt(ask, { metric, drawn: [], ranked: [] }, counterfactual, values);
    expect([none.sufficiency, none.necessity, none.random.p95, none.grow.nodes]).toEqual([0, 0, 0, null]);
  });

  test('says the same again, another with another seed', async () => {
    const circuit = { metric, drawn: drawn.slice(0, 4), ranked: drawn.slice(0, 4) };
    const first = await causalReceipt(ask, circuit, counterfactual, values);
    expect(await causalReceipt(ask, circuit, counterfactual, values)).toEqual(first);
    const other = await causalReceipt({ ...ask, seed: 6 }, circuit, counterfactual, values);
    expect(other.random).not.toEqual(first.random);
    expect([other.empty, other.circuit, other.full]).toEqual([first.empty, first.circuit, first.full]);
  });

  test('exact effects are those of single tensors edited by hand, of the leading scores only', async () => {
    const scored = nodes.map((id, i) => ({ id, score: i % 7 === 0 ? i : 0 }));
    const found = await measureEffects(ask, metric, [...scored, { id: 'E@1', score: 1e9 }], values, 6);
    expect(found.nodes.map(({ id }) => id)).toEqual(
      scored
        .filter(({ score }) => score > 0)
        .reverse()
        .slice(0, 6)
        .map(({ id }) => id),
    );
    const full = byHand(new Set(nodes));
    for (const { id, effect } of found.nodes) expect(effect).toBeCloseTo(full - byHand(without(id)), 4);
    expect(found.r === null || Math.abs(found.r) <= 1).toBe(true);
  });

  test('the mean over several versions is their mean, node by node', async () => {
    const both = await nodeValues(ask, { finding, rows: [prompt, other] });
    const own = reference.run(prompt);
    const hook = blockHook(1, 'attn.hook_z');
    const wanted = (own.get(hook) ?? missing()).data.map(
      (x, i) => (x + (elsewhere.get(hook)?.data[i] ?? 0)) / 2,
    );
    expect(both.heads[1]?.data.every((x, i) => Math.abs(x - (wanted[i] ?? 0)) < 1e-4)).toBe(true);
    expect(both.heads[1]?.shape).toEqual([1, prompt.length, model.heads, model.headWidth]);
  });
});

function missing(): never {
  throw new Error('no such tensor');
}
