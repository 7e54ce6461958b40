import type { ModelDescription } from '../../models/description.ts';

/** All heads of one token turned by its position: pair (i, i + dh/2) by position · θ^(−2i/dh), scaled. */
export function rotatedBy(row: readonly number[], position: number, model: ModelDescription): number[] {
  const { headWidth, rope } = model;
  const half = headWidth / 2;
  return row.map((value, place) => {
    const i = place % headWidth;
    const pair = i % half;
    const angle = position * slowed(rope.theta ** ((-2 * pair) / headWidth), rope.scaling);
    const other = row[i < half ? place + half : place - half] ?? 0;
    return value * Math.cos(angle) + (i < half ? -other : other) * Math.sin(angle);
  });
}

/** Turns per position after scaling: Llama 3.1 slows long waves, keeps short ones and blends between. */
function slowed(frequency: number, scaling: ModelDescription['rope']['scaling']): number {
  if (scaling === undefined) return frequency;
  if (scaling.type === 'linear') return frequency / scaling.factor;
  const turns = (scaling.originalContext * frequency) / (2 * Math.PI);
  const { lowFrequencyFactor: low, highFrequencyFactor: high, factor } = scaling;
  const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return frequency * (kept + (1 - kept) / factor);
}
