import { describe, expect, test } from 'vitest';
import type { Family } from '../../../models/families/family.ts';
import { llama } from '../../../models/families/llama.ts';
import { forwardGraph } from '../../../models/graph/forward.ts';
import { hookShape } from '../../../models/graph/hooks.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { CHECKPOINTS, golden } from '../../support/llama-goldens.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, hooks: expected } = await golden(name);
  const { description: model, weights } = opened;
  const graph = forwardGraph(llama, model, weights);

  test('every hook of the contract has a source, and only those', () => {
    expect([...graph.hooks.keys()].sort()).toEqual([...allHooks(model.layers)].sort());
  });

  test('every hook has the shape that transformers gives it', () => {
    const run = { batch: 2, tokens: 7, keys: 7, logits: 7 };
    for (const [hook, { shape }] of expected) expect(hookShape(hook, model, run), hook).toEqual(shape);
  });

  test('each weight of the file is used where it lies, once, and nothing else is stored', () => {
    const used = graph.spec.weights.map((weight) => weight.name);
    expect([...used].sort()).toEqual([...weights.tensors.keys()].sort());
    for (const { name: weight, place } of graph.spec.weights) expect(place).toBe(weights.tensors.get(weight));
    const stored = graph.spec.constants.reduce((sum, { values }) => sum + values.length, 0);
    expect(stored).toBeLessThan(100);
  });

  test('head results and scores cost the main graph no node: with hooks it has as many as without', () => {
    const bare = forwardGraph(llama, model, weights, { hooks: false, edits: true, cache: true });
    expect(graph.spec.nodes.length).toBe(bare.spec.nodes.length);
    expect(bare.hooks.size).toBe(0);
  });

  test('without hooks, edits and cache only tokens, angles, mask and rows go in, and logits come out', () => {
    const plain = forwardGraph(llama, model, weights, { hooks: false, edits: false, cache: false });
    const inputs = ['tokens', 'rotary_cos', 'rotary_sin', 'attention_mask', 'logit_rows'];
    expect(plain.spec.inputs.map((port) => port.name).sort()).toEqual(inputs.sort());
    expect(plain.spec.outputs).toEqual([plain.logits]);
    expect(plain.cache).toEqual([]);
  });

  test('inputs, outputs and results of nodes are named once, and every node reads what is there', () => {
    const { inputs, constants, weights: external, nodes, outputs } = graph.spec;
    const known = new Set([...inputs, ...constants, ...external].map((each) => each.name));
    expect(known.size).toBe(inputs.length + constants.length + external.length);
    for (const node of nodes) {
      for (const input of node.inputs) expect(known, node.op).toContain(input);
      for (const output of node.outputs) {
        expect(known).not.toContain(output);
        known.add(output);
      }
    }
    for (const output of outputs) expect(known).toContain(output);
    expect(new Set(outputs).size).toBe(outputs.length);
  });
});

test('a weight that the file lacks is named', async () => {
  const { description, weights } = (await golden('mistral')).opened;
  const tensors = new Map(weights.tensors);
  tensors.delete('model.layers.1.mlp.up_proj.weight');
  expect(() => forwardGraph(llama, description, { tensors })).toThrow(
    expect.objectContaining({ code: 'tensor-missing', where: 'model.layers.1.mlp.up_proj.weight' }),
  );
});

test('a family is what it declares: one that skips its MLP has no node of it', async () => {
  const { description, weights } = (await golden('mistral')).opened;
  const attentionOnly: Family = {
    ...llama,
    block: (g, stream, layer) => {
      const at = `model.layers.${layer}`;
      const a = g.rmsNorm(stream, `${at}.input_layernorm.weight`, 'ln1.hook_scale');
      const q = g.rotate(g.linear(a, `${at}.self_attn.q_proj`, false));
      const k = g.rotate(g.linear(a, `${at}.self_attn.k_proj`, false));
      const z = g.read(g.attend(q, k), g.linear(a, `${at}.self_attn.v_proj`, false));
      return g.add(stream, g.linear(g.hook('attn.hook_z', z), `${at}.self_attn.o_proj`, false));
    },
  };
  const graph = forwardGraph(attentionOnly, description, weights);
  expect(graph.spec.weights.some(({ name }) => name.includes('mlp'))).toBe(false);
  expect([...graph.hooks.keys()].filter((hook) => hook.startsWith('blocks.0.')).sort()).toEqual([
    'blocks.0.attn.hook_attn_scores',
    'blocks.0.attn.hook_result',
    'blocks.0.attn.hook_z',
    'blocks.0.hook_resid_post',
    'blocks.0.hook_resid_pre',
    'blocks.0.ln1.hook_scale',
  ]);
});
