import type { Finding, ReceiptFinding } from '../analysis/findings.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { noShelf } from '../kernel/shelf.ts';
import { causalReceipt } from './causal-receipt.ts';
import { nothingToVerify, otherModel } from './errors.ts';
import { nodeValues } from './node-values.ts';

/** One number of a receipt, as it was stored and as it is now. */
export interface Verified {
  readonly what: string;
  readonly stored: number | null;
  readonly now: number | null;
}

/**
 * Runs a stored receipt anew: the drawn nodes, the counterfactual and the seed are all in the reply,
 * nothing is searched or scored again. (`grow` rests on scores and is left out.)
 *
 * @throws {DispatchError} `nothing-to-verify`, `other-model`
 */
export async function verifyReceipt(
  reply: Reply<Finding>,
  runner: Runner,
  options: CallOptions,
): Promise<Verified[]> {
  const stored = reply.findings.find((finding) => finding.kind === 'receipt');
  const finding = reply.findings.find((each) => each.kind === 'counterfactual');
  if (stored === undefined || finding === undefined) throw nothingToVerify(reply.command);
  const model = await runner.facts(options);
  if (
    reply.model?.layers !== model.layers ||
    reply.model.heads !== model.heads ||
    reply.model.vocab !== model.vocab
  )
    throw otherModel(reply.model?.name ?? 'no model', model.name);
  const ask = {
    runner,
    model,
    prompt: reply.prompt,
    seed: stored.random.seed,
    shelf: noShelf, // nothing measured before is used
    options,
  };
  const counterfactual = { finding, rows: finding.rows };
  const now = await causalReceipt(
    ask,
    { metric: stored.metric, drawn: stored.nodes, ranked: [] },
    counterfactual,
    await nodeValues(ask, counterfactual),
  );
  return NUMBERS.map(([what, of]) => ({ what, stored: of(stored), now: of(now) }));
}

const NUMBERS: readonly (readonly [string, (receipt: ReceiptFinding) => number | null])[] = [
  ['empty', ({ empty }) => empty],
  ['circuit', ({ circuit }) => circuit],
  ['complement', ({ complement }) => complement],
  ['full', ({ full }) => full],
  ['sufficiency', ({ sufficiency }) => sufficiency],
  ['necessity', ({ necessity }) => necessity],
  ['random median', ({ random }) => random.median],
  ['random p95', ({ random }) => random.p95],
];

/** Whether a number came out again, to float32's reach over a whole model. */
export const same = ({ stored, now }: Verified, tolerance = 1e-3): boolean =>
  stored === null || now === null
    ? stored === now
    : Math.abs(stored - now) <= tolerance * Math.max(1, Math.abs(stored));
