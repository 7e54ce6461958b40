import type { NextFinding, ScoredToken } from '../analysis/findings.ts';
import { finalState } from '../analysis/leading-heads.ts';
import { lastRow, next } from '../analysis/next.ts';
import { blockHook } from '../kernel/hooks.ts';
import { chooseToken } from './choose-token.ts';
import type { Ask } from './command.ts';
import { branchTwice } from './errors.ts';

/** Words kept in the finding `next`. */
const TOP = 5;
/** A word below it is no branch, unless it was named or is the second. */
const VISIBLE = 0.001;

export interface Choice {
  readonly says: NextFinding;
  /** Two or more, likeliest first. */
  readonly branches: readonly ScoredToken[];
  readonly caveats: readonly string[];
}

/**
 * The likeliest next words, or those that are named.
 *
 * @throws {DispatchError} `token-not-found`, `branch-twice`
 */
export async function chooseBranches(
  ask: Ask,
  k: number,
  between: readonly string[] | undefined,
): Promise<Choice> {
  const { runner, model, prompt, options } = ask;
  const trace = await runner.trace(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      hooks: [blockHook(model.layers - 1, 'hook_resid_post')],
      logits: 'last',
    },
    options,
  );
  const named = await Promise.all((between ?? []).map((text) => chooseToken(ask, text, lastRow(trace))));
  const state = finalState(trace, prompt.tokens.length - 1);
  const tokens = named.map(({ id }) => id);
  const final = await runner.readout(state, { top: Math.max(TOP, k), tokens }, options);
  const says = next(trace, final);
  if (between === undefined) return { says, ...likeliest(says.top, k) };
  const twice = named.findIndex(({ id }, i) => tokens.indexOf(id) !== i);
  const repeated = named[twice];
  if (repeated !== undefined) throw branchTwice(between[twice] ?? '', repeated);
  const read = final.asked[0] ?? [];
  const branches = named.map(({ id, text }, i) => ({ id, text, ...(read[i] ?? { logit: NaN, prob: NaN }) }));
  return {
    says,
    branches: [...branches].sort((a, b) => b.prob - a.prob),
    caveats: between.flatMap((text, i) => firstToken(text, named[i]?.text ?? '')),
  };
}

function likeliest(top: readonly ScoredToken[], k: number): Pick<Choice, 'branches' | 'caveats'> {
  const branches = top.slice(0, k).filter(({ prob }, i) => i < 2 || prob >= VISIBLE);
  const [, second] = branches;
  const caveats =
    branches.length < k
      ? [
          `${k} branches were asked for; only ${branches.length} are drawn, the next words have less than 0.1 %.`,
        ]
      : [];
  if (second !== undefined && second.prob < VISIBLE)
    caveats.push(`“${second.text.trim()}” has less than 0.1 %: the model hardly forks here.`);
  return { branches, caveats };
}

const firstToken = (text: string, token: string): string[] =>
  text.trim() === token.trim()
    ? []
    : [`“${text.trim()}” is several tokens to this model: its branch is its first, “${token.trim()}”.`];
