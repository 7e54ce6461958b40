import type { Family } from './family.ts';
import { llama } from './llama.ts';

/**
 * Qwen2 and Qwen2.5 (Yang 2024): Llama's pass. Queries, keys and values have biases and the attention
 * output has none, which the description says and llama's block reads there.
 */
export const qwen2: Family = { ...llama, name: 'qwen2' };
