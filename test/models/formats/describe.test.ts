import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkWeights } from '../../../models/formats/check-weights.ts';
import { describeConfig, generationEos } from '../../../models/formats/describe-config.ts';
import { describeGguf } from '../../../models/formats/describe-gguf.ts';
import { llama3Divisors } from '../../../models/formats/describe-rope.ts';
import { expectedWeights } from '../../../models/formats/expected-weights.ts';
import { type GgufFile, readGguf } from '../../../models/formats/gguf.ts';
import type { GgufValue } from '../../../models/formats/gguf-values.ts';
import { golden } from './goldens.ts';

const tiny: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(golden('tiny/config.json'), 'utf8'));
const described = (more: object) => describeConfig({ ...tiny, ...more }, 'config.json');
const refusal = (code: string) => expect.objectContaining({ name: 'ModelError', code });

const expected = {
  ...{ family: 'llama', layers: 2, heads: 4, kvHeads: 2, headWidth: 8, width: 32, mlpWidth: 64, vocab: 40 },
  ...{ context: 64, normEpsilon: 1e-5, activation: 'silu', rope: { theta: 10_000 }, tied: false },
  ...{ qkvBias: false, attentionOutBias: false, mlpBias: false, bos: 1, eos: [2] },
};

test('a config.json by transformers, every field', () => {
  expect(described({})).toEqual(expected);
});

test('the same model’s GGUF metadata gives the same description', async () => {
  const fromGguf = describeGguf(await readGguf(golden('tiny.gguf')));
  expect(fromGguf).toEqual({ ...expected, normEpsilon: Math.fround(1e-5) });
});

test('fields of transformers 4, and the values it takes for absent ones', () => {
  const { rope_parameters: _, head_dim: __, num_key_value_heads: ___, ...old } = tiny;
  expect(describeConfig({ ...old, rope_theta: 500_000, eos_token_id: [2, 3] }, '')).toEqual({
    ...expected,
    ...{ kvHeads: 4, rope: { theta: 500_000 }, eos: [2, 3] },
  });
});

test('llama3 and linear scaling, under both names', () => {
  const llama3 = {
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  };
  const scaling = {
    type: 'llama3',
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  };
  const old = { rope_parameters: undefined, rope_theta: 5e5 };
  expect(described({ ...old, rope_scaling: { rope_type: 'llama3', ...llama3 } }).rope).toEqual({
    theta: 5e5,
    scaling,
  });
  expect(described({ rope_parameters: { rope_type: 'llama3', rope_theta: 5e5, ...llama3 } }).rope).toEqual({
    theta: 5e5,
    scaling,
  });
  expect(described({ ...old, rope_scaling: { type: 'linear', factor: 2 } }).rope).toEqual({
    theta: 5e5,
    scaling: { type: 'linear', factor: 2 },
  });
});

test('Mistral is Llama with a window, which shortens what a prompt may be', () => {
  const { num_key_value_heads: _, max_position_embeddings: __, ...bare } = tiny;
  expect(
    describeConfig({ ...bare, num_attention_heads: 8, head_dim: 4, model_type: 'mistral' }, ''),
  ).toMatchObject({
    family: 'llama',
    kvHeads: 8,
    context: 4096,
  });
  expect(described({ model_type: 'mistral', sliding_window: null }).context).toBe(64);
  expect(described({ model_type: 'mistral', sliding_window: 16 }).context).toBe(16);
});

test('Qwen2 has biases at queries, keys and values alone, and a window that is written but shut', () => {
  const { num_key_value_heads: _, max_position_embeddings: __, ...bare } = tiny;
  const written = { model_type: 'qwen2', attention_bias: false, mlp_bias: true, sliding_window: 16 };
  const biases = { qkvBias: true, attentionOutBias: false, mlpBias: false };
  expect(described({ ...written, use_sliding_window: false })).toEqual({
    ...expected,
    ...{ family: 'qwen2', ...biases },
  });
  expect(describeConfig({ ...bare, ...written, num_attention_heads: 32, head_dim: 4 }, '')).toMatchObject({
    kvHeads: 32,
    context: 32_768,
  });
});

test('a GGUF file of Qwen2 says the same under its own keys', async () => {
  const file = await readGguf(golden('tiny-qwen2.gguf'));
  expect(describeGguf(file)).toEqual({
    ...expected,
    ...{ family: 'qwen2', normEpsilon: Math.fround(1e-5), qkvBias: true },
  });
  const headless = { ...file, metadata: new Map([...file.metadata, ['qwen2.attention.head_count', 'four']]) };
  expect(() => describeGguf(headless)).toThrow(/qwen2\.attention\.head_count is not a number/);
});

test.each<readonly [string, object, string]>([
  ['another family', { model_type: 'gpt2' }, 'family-unsupported'],
  ['a family named like a method', { model_type: 'toString' }, 'family-unsupported'],
  ['no family', { model_type: undefined }, 'config-invalid'],
  ['no width', { hidden_size: undefined }, 'config-invalid'],
  ['no layers', { num_hidden_layers: 0 }, 'config-invalid'],
  ['a million layers', { num_hidden_layers: 1_000_000 }, 'config-invalid'],
  ['half a head', { num_attention_heads: 2.5 }, 'config-invalid'],
  ['a width in words', { hidden_size: '32' }, 'config-invalid'],
  ['heads that do not share', { num_key_value_heads: 3 }, 'config-invalid'],
  ['an odd head width', { head_dim: 7 }, 'config-invalid'],
  ['an end token outside the vocabulary', { eos_token_id: 40 }, 'config-invalid'],
  ['another activation', { hidden_act: 'gelu' }, 'config-unsupported'],
  ['yarn', { rope_parameters: { rope_type: 'yarn', factor: 4 } }, 'config-unsupported'],
  ['llama3 without its factor', { rope_parameters: { rope_type: 'llama3' } }, 'config-invalid'],
  ['a quantisation of its own', { quantization_config: { bits: 4 } }, 'config-unsupported'],
  ['heads rotated in part', { partial_rotary_factor: 0.5 }, 'config-invalid'],
  ['a Qwen2 with its window open', { model_type: 'qwen2', use_sliding_window: true }, 'config-unsupported'],
])('%s is refused by name', (_, more, code) => {
  expect(() => described(more)).toThrow(refusal(code));
});

test('the refusal of a family lists what there is', () => {
  expect(() => described({ model_type: 'gpt2' })).toThrow(/"gpt2".*llama, mistral, qwen2/);
});

test('the refusal of a sliding window says so', () => {
  expect(() => described({ model_type: 'qwen2', use_sliding_window: true })).toThrow(/use_sliding_window/);
});

test('end tokens of generation_config.json', () => {
  expect(generationEos({ eos_token_id: [5, 6], temperature: 0.6 }, '')).toEqual([5, 6]);
  expect(generationEos({}, '')).toEqual([]);
});

async function tinyGguf(more: Readonly<Record<string, GgufValue>>): Promise<GgufFile> {
  const file = await readGguf(golden('tiny.gguf'));
  return { ...file, metadata: new Map([...file.metadata, ...Object.entries(more)]) };
}

test.each<readonly [string, Readonly<Record<string, GgufValue>>, string]>([
  ['another architecture', { 'general.architecture': 'gemma3' }, 'family-unsupported'],
  ['no width', { 'llama.embedding_length': 'wide' }, 'config-invalid'],
  ['heads per layer', { 'llama.attention.head_count': Int32Array.of(4, 2) }, 'config-invalid'],
  ['a norm of NaN', { 'llama.attention.layer_norm_rms_epsilon': Number.NaN }, 'config-invalid'],
  ['experts', { 'llama.expert_count': 8 }, 'config-unsupported'],
  ['one part of several', { 'split.count': 3 }, 'config-unsupported'],
  ['heads rotated in part', { 'llama.rope.dimension_count': 4 }, 'config-unsupported'],
  ['yarn', { 'llama.rope.scaling.type': 'yarn' }, 'config-unsupported'],
])('GGUF: %s is refused by name', async (_, more, code) => {
  const file = await tinyGguf(more);
  expect(() => describeGguf(file)).toThrow(refusal(code));
});

test('llama3 scaling is recognised by its divisors, and nothing else is', async () => {
  const file = await tinyGguf({ 'llama.rope.freq_base': 500_000 });
  const scaling = {
    type: 'llama3',
    factor: 32,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  } as const;
  const divisors = Float32Array.from(llama3Divisors(8, 500_000, scaling));
  expect(divisors[0]).toBe(1);
  expect(divisors[3]).toBe(32);
  expect(describeGguf(file, divisors).rope).toEqual({ theta: 500_000, scaling });
  expect(describeGguf(file, Float32Array.of(1, 1, 1, 1)).rope).toEqual({ theta: 500_000 });
  expect(() => describeGguf(file, Float32Array.of(1, 2, 3, 32))).toThrow(refusal('config-unsupported'));
  expect(() => describeGguf(file, divisors.subarray(1))).toThrow(refusal('config-unsupported'));
});

test('weights are compared with the description, name by name and axis by axis', () => {
  const model = described({ attention_bias: true, tie_word_embeddings: true });
  const tensors = new Map([...expectedWeights(model)].map(([name, shape]) => [name, { shape }]));
  expect(tensors.size).toBe(2 + 2 * 13);
  const without = (name: string) => new Map([...tensors].filter(([other]) => other !== name));
  const check = (table: typeof tensors) => () => checkWeights({ tensors: table }, model, 'here');
  expect(check(new Map([...tensors, ['rotary_emb.inv_freq', { shape: [4] }]]))).not.toThrow();
  expect(check(without('model.layers.1.self_attn.o_proj.bias'))).toThrow(refusal('tensor-missing'));
  const name = 'model.layers.0.mlp.up_proj.weight';
  expect(check(new Map([...tensors, [name, { shape: [32, 64] }]]))).toThrow(
    /up_proj.weight is \[32, 64\].*\[64, 32\]/,
  );
  expect(check(new Map([...tensors, [name, { shape: [64] }]]))).toThrow(refusal('shape-mismatch'));
});

test('an untied model without its unembedding says what may be wrong', () => {
  const model = described({});
  const tensors = new Map(
    [...expectedWeights({ ...model, tied: true })].map(([name, shape]) => [name, { shape }]),
  );
  expect(() => checkWeights({ tensors }, model, '')).toThrow(/lack lm_head.weight.*tie_word_embeddings/);
});
