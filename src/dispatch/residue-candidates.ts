import { candidateEdits } from '../analysis/candidate-edits.ts';
import type { Collision, CollisionTest } from '../analysis/collision.ts';
import { corruptedVersions } from '../analysis/corrupted-versions.ts';
import type { Oscillation, RejectedWord } from '../analysis/rejected-words.ts';
import type { Candidates, Part, ResidueMeasured } from '../analysis/residue-measured.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { nodeValues } from './node-values.ts';
import { offersFor } from './offers.ts';
import {
  ablateAll,
  collisionAblation,
  type RejectedResult,
  rejectedAblation,
  suppressorsOf,
  UNTESTED,
} from './residue-ablate.ts';
import { testOscillation } from './residue-oscillation.ts';

/** Corrupted versions behind the mean; each is a run of the whole prompt. */
const VERSIONS = 4;
const MOST_EDITS = 64;

interface Found {
  readonly rejected: readonly RejectedWord[];
  readonly wave: Oscillation | undefined;
  readonly pair: Collision | undefined;
  readonly margin: number;
  /** Answer and rival. */
  readonly said: readonly [Token, Token];
  readonly loose: Candidates;
}

/** Ablates what looks like a pattern, all in one batch; components put out their corrupted mean. */
export async function testCandidates(
  ask: Ask,
  trace: Trace,
  { rejected, wave, pair, margin, said, loose }: Found,
): Promise<Pick<ResidueMeasured, 'rejected' | 'oscillation' | 'collision'>> {
  const clash = pair !== undefined && pair.strength >= loose.strength && pair.write >= loose.write;
  const needed = rejected.length > 0 || wave !== undefined || clash;
  const values = needed ? await corruptedMean(ask) : undefined;
  const suppressors: Part[][] = [];
  for (const word of rejected) suppressors.push(await suppressorsOf(ask, trace, word));
  const words = rejected.map((word, i) => rejectedAblation(ask, word, suppressors[i] ?? []));
  const fights = clash ? [collisionAblation(ask, pair, margin, said)] : [];
  const results = await ablateAll<RejectedResult | CollisionTest>(ask, values, [...words, ...fights]);
  const test = results.find((each) => each !== undefined && 'margin' in each);
  return {
    rejected: rejected.map((word, i) => {
      const result = results[i];
      const tested = result !== undefined && 'restored' in result ? result : UNTESTED;
      return { ...word, suppressors: suppressors[i] ?? [], ...tested };
    }),
    ...(wave && { oscillation: { ...wave, ...(await testOscillation(ask, trace, wave, values)) } }),
    ...(pair && { collision: test !== undefined && 'margin' in test ? { ...pair, test } : pair }),
  };
}

/** What components put out on average over a few versions of the prompt; undefined where no word can be exchanged. */
async function corruptedMean(ask: Ask): Promise<NodeValues | undefined> {
  const { prompt, seed } = ask;
  const edits = candidateEdits(prompt.tokens, await offersFor(ask), MOST_EDITS);
  const rows = corruptedVersions(prompt.tokens, edits, { count: VERSIONS, seed });
  return rows.length === 0 ? undefined : nodeValues(ask, { rows });
}
