import { z } from 'zod';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { ropeOf, ropeParameters } from './describe-rope.ts';
import { MODEL_TYPES, type ModelType } from './model-types.ts';

/** Bounds that no real model comes near, and beyond which a description could not be acted on anyway. */
const size = (limit: number) => z.int().min(1).max(limit);
const tokenId = size(2 ** 24).or(z.literal(0));

/** The fields of `config.json` that change a number, with the values `transformers` takes for absent ones. */
const Config = z.object({
  hidden_size: size(2 ** 17),
  intermediate_size: size(2 ** 20),
  num_hidden_layers: size(1024),
  num_attention_heads: size(1024),
  num_key_value_heads: size(1024).nullish(),
  head_dim: size(4096).nullish(),
  vocab_size: size(2 ** 22),
  max_position_embeddings: size(2 ** 28).default(2048),
  rms_norm_eps: z.number().positive().max(1).default(1e-6),
  hidden_act: z.string().default('silu'),
  tie_word_embeddings: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  bos_token_id: tokenId.nullish(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  sliding_window: size(2 ** 28).nullish(),
  use_sliding_window: z.boolean().nullish(),
  partial_rotary_factor: z.literal(1).nullish(),
  quantization_config: z.unknown().optional(),
  rope_theta: z.number().positive().nullish(),
  rope_scaling: ropeParameters.nullish(),
  rope_parameters: ropeParameters.nullish(),
});
type Config = z.infer<typeof Config>;

/**
 * A Hugging Face `config.json` as a description.
 *
 * A sliding window shortens `context`: as long as a prompt fits the window, attention with the window
 * and without it are the same numbers, and longer prompts are refused.
 *
 * @param json   the parsed file
 * @param where  its path, for errors
 * @throws {ModelError} `family-unsupported`, `config-invalid`, `config-unsupported`
 */
export function describeConfig(json: unknown, where: string): ModelDescription {
  const { model_type: type } = parsed(z.looseObject({ model_type: z.string() }), json, where);
  const kind = MODEL_TYPES.get(type);
  if (kind === undefined) throw unknownFamily(type, [...MODEL_TYPES.keys()], where);
  const written = parsed(z.looseObject({}), json, where);
  const config = parsed(Config, { ...kind.absent, ...written, ...kind.fixed }, where);
  refuseUnsupported(config, where);
  const description = { ...sizesOf(config), ...tokensOf(config), ...rulesOf(config, kind, where) };
  return checkedHeads({ family: kind.family, ...description }, where);
}

const sizesOf = (config: Config) => ({
  layers: config.num_hidden_layers,
  heads: config.num_attention_heads,
  kvHeads: config.num_key_value_heads ?? config.num_attention_heads,
  headWidth: config.head_dim ?? config.hidden_size / config.num_attention_heads,
  width: config.hidden_size,
  mlpWidth: config.intermediate_size,
  vocab: config.vocab_size,
  context: Math.min(config.max_position_embeddings, config.sliding_window ?? Number.POSITIVE_INFINITY),
});

const rulesOf = (config: Config, { attentionOutBias }: ModelType, where: string) => ({
  normEpsilon: config.rms_norm_eps,
  activation: 'silu' as const,
  rope: ropeOf(config.rope_parameters ?? config.rope_scaling ?? {}, config.rope_theta ?? undefined, where),
  tied: config.tie_word_embeddings,
  qkvBias: config.attention_bias,
  attentionOutBias: attentionOutBias && config.attention_bias,
  mlpBias: config.mlp_bias,
});

const tokensOf = ({
  bos_token_id: bos,
  eos_token_id: eos,
}: Pick<Config, 'bos_token_id' | 'eos_token_id'>) => ({
  ...(typeof bos === 'number' ? { bos } : {}),
  eos: [eos ?? []].flat(),
});

/** End tokens of `generation_config.json`; chat models often list more there than in `config.json`. */
export function generationEos(json: unknown, where: string): readonly number[] {
  return tokensOf(parsed(Config.pick({ bos_token_id: true, eos_token_id: true }), json, where)).eos;
}

function refuseUnsupported(config: Config, where: string): void {
  if (config.hidden_act !== 'silu' && config.hidden_act !== 'swish')
    throw unsupported(`The activation is ${JSON.stringify(config.hidden_act)}.`, 'dotp reads silu.', where);
  if (config.use_sliding_window === true)
    throw unsupported(
      'Some layers attend through a sliding window (use_sliding_window).',
      'dotp reads models whose layers attend to the whole prompt: take one with the window off.',
      where,
    );
  if (config.quantization_config !== undefined && config.quantization_config !== null)
    throw unsupported(
      'The weights are quantised in a scheme of their own.',
      'Take the unquantised checkpoint, or a GGUF file.',
      where,
    );
}

/**
 * Heads must divide as grouped attention needs, and rotate in pairs.
 *
 * @throws {ModelError} `config-invalid`
 */
export function checkedHeads(model: ModelDescription, where: string): ModelDescription {
  const { heads, kvHeads, headWidth, vocab, bos, eos } = model;
  const wrong =
    heads % kvHeads !== 0
      ? `${heads} heads do not share ${kvHeads} key-value heads evenly`
      : !Number.isInteger(headWidth) || headWidth % 2 !== 0
        ? `a head width of ${headWidth} cannot be rotated in pairs`
        : [bos ?? 0, ...eos].some((id) => id >= vocab)
          ? `a special token is outside the vocabulary of ${vocab}`
          : undefined;
  if (wrong === undefined) return model;
  throw invalid(`The configuration contradicts itself: ${wrong}.`, where);
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${issue?.path.join('.') || 'The configuration'}: ${issue?.message ?? 'invalid'}.`, where);
}

const invalid = (what: string, where: string): ModelError =>
  new ModelError({ code: 'config-invalid', what, where, fix: 'The file is damaged: fetch it again.' });

export const unsupported = (what: string, fix: string, where: string): ModelError =>
  new ModelError({ code: 'config-unsupported', what, where, fix });

export const unknownFamily = (type: string, known: readonly string[], where: string): ModelError =>
  new ModelError({
    code: 'family-unsupported',
    what: `The model is of the type ${JSON.stringify(type.slice(0, 80))}.`,
    where,
    fix: `dotp reads ${known.join(', ')}.`,
  });
