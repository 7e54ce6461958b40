import { at } from '../kernel/tensor.ts';
import type { Readout, Trace } from '../kernel/trace.ts';
import type { NextFinding } from './findings.ts';
import { hookOf } from './hook-of.ts';

/**
 * What the model says next: the final distribution at the answering position.
 *
 * @param trace  needs `logits` of the last position, `[1, n, vocab]`
 * @param final  the last residual state read through the final norm, one row
 * @returns probabilities after a softmax over the whole vocabulary, entropy in nats; the control is
 *          the largest difference between this reading and the run's own logits
 * @throws {AnalysisError} `hook-missing`
 */
export function next(trace: Trace, final: Readout): NextFinding {
  const top = (final.top[0] ?? []).map(({ token, logit, prob }) => ({ ...token, logit, prob }));
  const [first] = top;
  if (first === undefined) throw new RangeError('next: the readout holds no row');
  const logits = lastRow(trace);
  const worst = Math.max(...top.map(({ id, logit }) => Math.abs(logit - (logits[id] ?? Number.NaN))));
  return {
    kind: 'next',
    method: 'softmax over the vocabulary at the last position',
    unit: 'probability; logits and entropy in nats',
    control: `largest difference between this reading and the run's own logits: ${worst.toExponential(1)}`,
    caveats: [],
    token: { id: first.id, text: first.text },
    logit: first.logit,
    prob: first.prob,
    entropy: final.entropy[0] ?? Number.NaN,
    top,
  };
}

/** Logits of the last position the trace holds, `[vocab]`. */
export function lastRow(trace: Trace): Float32Array {
  const logits = hookOf(trace, 'logits');
  return at(logits, 0, (logits.shape[1] ?? 1) - 1).data;
}
