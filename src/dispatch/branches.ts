import { type BranchParts, branchesFinding } from '../analysis/branches.ts';
import type { BranchSources } from '../analysis/branches-finding.ts';
import type { Finding } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';
import { chooseBranches } from './branch-choice.ts';
import { branchReads } from './branch-reads.ts';
import { type Source, sourceOf } from './branch-sources.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';
import { measureBranches } from './measure-branches.ts';

/** Tokens that each branch is written on for. */
const WRITTEN = 8;

export interface Fork {
  readonly sources: BranchSources;
  /** Likeliest words taken, when none are named. */
  readonly k: number;
  readonly between?: readonly string[] | undefined;
}

/**
 * The branches of the next word, what drives each rather than the others, and where each leads.
 *
 * @throws {DispatchError} `token-not-found`, `branch-twice`
 */
export async function forkOf(ask: Ask, { sources, k, between }: Fork): Promise<Finding[]> {
  const { says, branches, caveats } = await chooseBranches(ask, k, between);
  const written: BranchParts['written'][] = [];
  for (const branch of branches) written.push(await writtenOn(ask, branch)); // one by one: their times add up
  const source = await sourceIn(ask, branches, sources);
  const measured = 'refused' in source ? undefined : await measureBranches(source);
  const drivers = measured?.flatMap((branch) => branch.drivers.map(({ node }) => node)) ?? [];
  const finding = branchesFinding({
    position: ask.prompt.tokens.length - 1,
    sources,
    branches: branches.map((branch, i) => ({ branch, written: written[i], measured: measured?.[i] })),
    reads: await branchReads(ask, drivers),
    ...('refused' in source
      ? { ablation: null, subject: [], caveats: [...caveats, source.refused] }
      : { ablation: source.ablation, subject: source.subject, caveats }),
  });
  const counterfactual = 'refused' in source ? undefined : source.counterfactual;
  return [says, ...(counterfactual === undefined ? [] : [counterfactual]), finding];
}

/** What may drive the branches, or why that cannot be measured. */
async function sourceIn(
  ask: Ask,
  branches: readonly Token[],
  sources: BranchSources,
): Promise<Source | { readonly refused: string }> {
  if (sources === 'tokens' && ask.prompt.tokens.length < 2)
    return {
      refused: 'A prompt of one token has no token to hide: the branches are shown without what drives them.',
    };
  try {
    return await sourceOf(ask, branches, sources);
  } catch (error) {
    if (!(error instanceof DispatchError) || error.code !== 'nothing-to-edit') throw error;
    return {
      refused:
        'Nothing in this prompt has another token to put in its place, so there is no prompt to hold it against: the branches are shown without what drives them.',
    };
  }
}

/** The likeliest continuation behind a branch, to the end of the line at most. */
async function writtenOn(
  { runner, prompt, seed, options }: Ask,
  branch: Token,
): Promise<BranchParts['written']> {
  const tokens = [...prompt.tokens, branch].map(({ id }) => id);
  const sampling = { temperature: 0, seed };
  const { samples } = await runner.generate({ tokens, maxTokens: WRITTEN, sampling, stop: ['\n'] }, options);
  const [sample] = samples;
  if (sample === undefined) return undefined;
  const { text, tokens: written, ended } = sample;
  return { text, tokens: written, ended: ended === 'guard' ? 'stop' : ended }; // no guard watches a fork
}
