import type { Family as FamilyName } from '../description.ts';
import type { Family } from './family.ts';
import { llama } from './llama.ts';
import { qwen2 } from './qwen2.ts';

/** Every architecture dotp can build. A new one is a file beside this and a line here. */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = { llama, qwen2 };
