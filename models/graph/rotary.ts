import type { RopeDescription } from '../description.ts';

const f32 = Math.fround;

/**
 * Angle per position of each rotated pair, radians, `[dh/2]`; rounded to float32 at the steps where the
 * published implementations round, so that far positions agree with them.
 *
 * @see Su 2021, arXiv:2104.09864; Llama 3.1's scaling as in the model's own release
 */
export function rotaryFrequencies(rope: RopeDescription, headWidth: number): Float32Array {
  const plain = Float32Array.from({ length: headWidth / 2 }, (_, pair) =>
    f32(1 / f32(rope.theta ** f32((2 * pair) / headWidth))),
  );
  return plain.map((frequency) => scaled(frequency, rope.scaling));
}

function scaled(frequency: number, scaling: RopeDescription['scaling']): number {
  if (scaling === undefined) return frequency;
  if (scaling.type === 'linear') return f32(frequency / scaling.factor);
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContext } = scaling;
  const wavelength = (2 * Math.PI) / frequency;
  if (wavelength < originalContext / high) return frequency;
  if (wavelength > originalContext / low) return frequency / factor;
  const share = (originalContext / wavelength - low) / (high - low);
  return ((1 - share) * frequency) / factor + share * frequency;
}

/** Cosines and sines of positions `first … first + count − 1`, each `[count, dh/2]`. */
export function rotaryTable(
  frequencies: Float32Array,
  first: number,
  count: number,
): { readonly cosines: Float32Array; readonly sines: Float32Array } {
  const pairs = frequencies.length;
  const cosines = new Float32Array(count * pairs);
  const sines = new Float32Array(count * pairs);
  for (let row = 0; row < count; row++) {
    for (let pair = 0; pair < pairs; pair++) {
      const angle = f32((first + row) * (frequencies[pair] ?? 0));
      cosines[row * pairs + pair] = Math.cos(angle);
      sines[row * pairs + pair] = Math.sin(angle);
    }
  }
  return { cosines, sines };
}
