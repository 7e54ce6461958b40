import type { Tally } from './tally.ts';
export const selfPage = (_: Partial<Record<'shipped' | 'smollm2', Tally>>): string => '';
