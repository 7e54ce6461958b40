import type { ModelFacts } from '../../src/kernel/model.ts';
import type { CacheRoom } from '../loaded.ts';

/**
 * Room for the keys and values of `rows` rows of up to `tokens` tokens, written to in turn: what a step
 * writes the next one reads, and writes to the other. Memory is taken by the system as it is used.
 */
export function turningRooms(
  { layers, kvHeads, headWidth }: Pick<ModelFacts, 'layers' | 'kvHeads' | 'headWidth'>,
  rows: number,
  tokens: number,
): () => CacheRoom {
  const size = rows * kvHeads * tokens * headWidth;
  const room = (): CacheRoom =>
    Array.from({ length: layers }, () => ({ key: new Float32Array(size), value: new Float32Array(size) }));
  let [next, other] = [room(), room()];
  return () => {
    [next, other] = [other, next];
    return other;
  };
}
