import type { HookName } from '../kernel/hooks.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import { AnalysisError } from './errors.ts';

/** @throws {AnalysisError} `hook-missing` when the trace was taken without it */
export function hookOf(trace: Trace, name: HookName): Tensor {
  const found = trace.hooks.get(name);
  if (found !== undefined) return found;
  throw new AnalysisError({
    code: 'hook-missing',
    what: `This question needs ${name}, which the run did not keep.`,
    where: name,
    fix: 'Ask for this hook when the trace is taken.',
  });
}
