import { z } from 'zod';
import type { RopeDescription } from '../description.ts';
import { ModelError } from '../errors.ts';

const positive = z.number().positive().finite();

/** `rope_scaling` of transformers 4, `rope_parameters` of 5; `type` is the older name of `rope_type`. */
export const ropeParameters = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: positive.optional(),
  factor: positive.optional(),
  low_freq_factor: positive.optional(),
  high_freq_factor: positive.optional(),
  original_max_position_embeddings: positive.optional(),
});
type RopeParameters = z.infer<typeof ropeParameters>;

/** What `transformers` rotates with when a configuration names no base. */
const DEFAULT_THETA = 10_000;

/**
 * Rotation as described by a configuration.
 *
 * @param outerTheta  `rope_theta` beside the parameters, where transformers 4 keeps it
 * @throws {ModelError} `config-unsupported` for a scaling that dotp does not compute, by name; `config-invalid`
 */
export function ropeOf(
  parameters: RopeParameters,
  outerTheta: number | undefined,
  where: string,
): RopeDescription {
  const theta = parameters.rope_theta ?? outerTheta ?? DEFAULT_THETA;
  const type = parameters.rope_type ?? parameters.type ?? 'default';
  if (type === 'default') return { theta };
  if (type === 'linear') return { theta, scaling: { type, factor: needed(parameters, 'factor', where) } };
  if (type === 'llama3') {
    const scaling = {
      type,
      factor: needed(parameters, 'factor', where),
      lowFrequencyFactor: needed(parameters, 'low_freq_factor', where),
      highFrequencyFactor: needed(parameters, 'high_freq_factor', where),
      originalContext: needed(parameters, 'original_max_position_embeddings', where),
    } as const;
    return { theta, scaling };
  }
  throw unknownScaling(type, where);
}

type Field = 'factor' | 'low_freq_factor' | 'high_freq_factor' | 'original_max_position_embeddings';

function needed(parameters: RopeParameters, field: Field, where: string): number {
  const value = parameters[field];
  if (value !== undefined) return value;
  const what = `The rotary scaling lacks ${field}.`;
  throw new ModelError({ code: 'config-invalid', what, where, fix: 'Fetch the configuration again.' });
}

export const unknownScaling = (type: string, where: string): ModelError =>
  new ModelError({
    code: 'config-unsupported',
    what: `The rotary embedding is scaled as ${JSON.stringify(type.slice(0, 80))}.`,
    where,
    fix: 'dotp computes default, linear and llama3.',
  });

/**
 * Divisors of the rotary frequencies under llama3 scaling, `[headWidth / 2]`: long waves are stretched
 * by `factor`, short ones kept, those between blended.
 *
 * @see Llama 3.1's `rope_scaling`; GGUF stores these as `rope_freqs.weight`
 */
export function llama3Divisors(
  headWidth: number,
  theta: number,
  scaling: Extract<RopeDescription['scaling'], { type: 'llama3' }>,
): Float64Array {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContext } = scaling;
  return Float64Array.from({ length: headWidth / 2 }, (_, i) => {
    const wavelength = 2 * Math.PI * theta ** ((2 * i) / headWidth);
    const turns = originalContext / wavelength;
    if (turns > high) return 1;
    if (turns < low) return factor;
    const kept = (turns - low) / (high - low);
    return 1 / ((1 - kept) / factor + kept);
  });
}
