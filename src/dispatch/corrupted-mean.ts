import type { Edit } from '../analysis/candidate-edits.ts';
import { corruptedVersions } from '../analysis/corrupted-versions.ts';
import { corruptedMean } from '../analysis/counterfactual.ts';
import { meanProbabilities } from '../analysis/other-answer.ts';
import type { RankedEdit } from '../analysis/rank-edits.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { type Counterfactual, lastLogits, promptOfRow, rivalIn } from './counterfactual-runs.ts';

const VERSIONS = 16;

/** What is used where no single edit is clean; its rival is the likeliest other answer over all versions. */
export async function meanOfCorrupted(
  ask: Ask,
  refused: {
    readonly edits: readonly Edit[];
    /** Edits that were run, these among them. */
    readonly tried: number;
    readonly best: RankedEdit | undefined;
    readonly original: Token & { readonly prob: number };
  },
): Promise<Counterfactual> {
  const { edits, tried, best, original } = refused;
  const rows = corruptedVersions(ask.prompt.tokens, edits, { count: VERSIONS, seed: ask.seed });
  const mean = meanProbabilities(await lastLogits(ask, rows));
  const finding = corruptedMean(ask.prompt.tokens, best, {
    ...(await promptOfRow(ask, rows[0] ?? [])),
    answer: await rivalIn(ask, mean, original),
    original: { ...original, after: mean[original.id] ?? 0 },
    tried,
    versions: rows.length,
    rows,
  });
  return { finding, rows };
}
