import type { CallOptions } from '../kernel/progress.ts';
import type { CommonOptions } from './options.ts';

/** One measured figure; `target` says what it should be, where there is one. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

export async function bench(_options: CommonOptions, _how: CallOptions): Promise<BenchRow[]> {
  return [];
}
