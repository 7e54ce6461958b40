import { candidateEdits } from '../analysis/candidate-edits.ts';
import { corruptedVersions } from '../analysis/corrupted-versions.ts';
import type { CounterfactualFinding } from '../analysis/findings.ts';
import type { BaselineSource, InterventionFinding } from '../analysis/intervention-finding.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { DispatchError, nothingToEdit } from './errors.ts';
import { findCounterfactual } from './find-counterfactual.ts';
import { noCounterfactual } from './intervene-errors.ts';
import { nodeValues } from './node-values.ts';
import { offersFor } from './offers.ts';

/** What ablated components put out instead. */
export interface Baseline {
  readonly named: NonNullable<InterventionFinding['baseline']>;
  readonly values: NodeValues;
  /** The counterfactual it is patched from. */
  readonly found?: CounterfactualFinding;
}

const VERSIONS = 16;
const MOST_EDITS = 64;

/**
 * `counterfactual`: what the component puts out at the same position of the counterfactual prompt;
 * `mean`: its mean over corrupted versions of the prompt, at the same position; `zero`. `auto` is the
 * first of them that there is.
 *
 * @param answer  what the unablated model says
 * @throws {DispatchError} `no-counterfactual` where one was asked for by name, `nothing-to-edit`
 */
export async function baselineFor(
  ask: Ask,
  wanted: BaselineSource | 'auto',
  answer: Token,
): Promise<Baseline> {
  if (wanted === 'zero') return zero(ask);
  if (wanted === 'mean') return meanOver(ask, await corrupted(ask));
  try {
    const counterfactual = await findCounterfactual(ask, answer);
    if (counterfactual.finding.source !== 'corrupted mean') return patched(ask, counterfactual);
    if (wanted === 'counterfactual')
      throw noCounterfactual((counterfactual.finding.caveats[0] ?? '').replace(/\. Nodes are.*$/s, '.'));
    return meanOver(ask, counterfactual.rows);
  } catch (error) {
    const none = error instanceof DispatchError && error.code === 'nothing-to-edit';
    if (!none) throw error;
    if (wanted === 'counterfactual') throw noCounterfactual(error.what);
    return zero(ask);
  }
}

async function patched(ask: Ask, counterfactual: Counterfactual): Promise<Baseline> {
  const { finding } = counterfactual;
  const words = `patched from the counterfactual “${finding.text.trim()}”, same positions`;
  return {
    named: { source: 'counterfactual', words },
    values: await nodeValues(ask, counterfactual),
    found: finding,
  };
}

async function meanOver(ask: Ask, rows: Counterfactual['rows']): Promise<Baseline> {
  const words = `mean over ${rows.length} corrupted versions of the prompt, same positions`;
  return { named: { source: 'mean', words }, values: await nodeValues(ask, { rows }) };
}

async function corrupted(ask: Ask): Promise<Counterfactual['rows']> {
  const { prompt, seed } = ask;
  const edits = candidateEdits(prompt.tokens, await offersFor(ask), MOST_EDITS);
  if (edits.length === 0) throw nothingToEdit(prompt.text);
  return corruptedVersions(prompt.tokens, edits, { count: VERSIONS, seed });
}

function zero({ model, prompt }: Ask): Baseline {
  const tokens = prompt.tokens.length;
  const nothing = (...shape: number[]) =>
    Array.from({ length: model.layers }, () =>
      tensor([1, tokens, ...shape], new Float32Array(tokens * shape.reduce((a, b) => a * b, 1))),
    );
  return {
    named: { source: 'zero', words: 'zero' },
    values: { heads: nothing(model.heads, model.headWidth), mlps: nothing(model.width) },
  };
}
