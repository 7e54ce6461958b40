import type { Branch, BranchDriver, BranchesFinding } from '../analysis/branches-finding.ts';
import type { Finding } from '../analysis/findings.ts';
import { percent, shareOf, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { asked } from './attribution-words.ts';
import { counterfactualWords } from './counterfactual-words.ts';
import { findingOf } from './finding-of.ts';
import { readForkNode, tokensOf, whichOf } from './fork-node.ts';

const NAMED_FOR = 3;
const NAMED_AGAINST = 1;

/** What a fork says, one sentence or two a branch, the likeliest first. */
export function forkWords(reply: Reply<Finding>): string[] {
  const fork = findingOf(reply, 'branches');
  return [
    ...fork.branches.map((branch) => branchWords(reply, fork, branch)),
    `All other words together have ${percent(fork.rest)}.`,
    baselineWords(reply, fork),
  ].filter((sentence) => sentence !== '');
}

/** The same for people who do not see the picture. */
export const forkAlt = (reply: Reply<Finding>): string[] => [
  `Fork tree of the next word of ${asked(reply)}`,
  ...forkWords(reply),
];

function branchWords(reply: Reply<Finding>, { sources }: BranchesFinding, branch: Branch): string {
  const { token, prob, continuation, drivers, memory } = branch;
  const goesOn = continuation.text.trim() === '' ? '' : ` (goes on ${quoted(continuation.text, 60)})`;
  const says = `${quoted(token.text)} ${percent(prob)}${goesOn}`;
  const lead = sources === 'tokens' ? 'rests on' : 'driven by';
  const list = (some: readonly BranchDriver[]) =>
    some.map((driver) => `${driverWords(reply, driver)} ${signed(driver.effect)}`).join(', ');
  const up = list(drivers.filter(({ effect }) => effect > 0).slice(0, NAMED_FOR));
  const down = list(drivers.filter(({ effect }) => effect < 0).slice(0, NAMED_AGAINST));
  const both = [up === '' ? '' : `${lead} ${up}`, down === '' ? '' : `held back by ${down}`];
  const parts = [...both, memory === undefined ? '' : memoryWords(memory), togetherWords(branch)];
  const told = parts.filter((part) => part !== '').join('; ');
  return told === '' ? `${says}.` : `${says}: ${told}.`;
}

/** `L7H3 at “is” reading “France”`, `all MLPs at “France”`, `“France”`. */
function driverWords({ prompt }: Reply<Finding>, driver: BranchDriver): string {
  const { kind, name } = readForkNode(driver.node);
  const [at = '', reads] = tokensOf(driver).map(
    (position) => `${quoted(prompt.tokens[position]?.text ?? '', 16)}${whichOf(prompt.tokens, position)}`,
  );
  if (kind === 'token') return at;
  return reads === undefined ? `${name} at ${at}` : `${name} at ${at} reading ${reads}`;
}

const memoryWords = ({ recall, context }: NonNullable<Branch['memory']>): string =>
  `recall (all MLPs) ${signed(recall.effect)}, context (all heads) ${signed(context.effect)}`;

function togetherWords({ together }: Branch): string {
  if (together === null) return '';
  const share = together.share === null ? '' : `, ${shareOf(together.share)} of its way from the baseline`;
  const beside = together.random === null ? '' : `; random sets up to ${signed(together.random.p95)}`;
  const what = together.drivers === 1 ? 'the first alone' : `its ${together.drivers} drivers together`;
  return `${what} ${signed(together.effect)}${share}${beside}`;
}

function baselineWords(reply: Reply<Finding>, { ablation, sources }: BranchesFinding): string {
  if (ablation === null) return '';
  const unit = 'Each number is what the branch’s lead over the others loses, in logits, without it';
  const counterfactual = reply.findings.find((finding) => finding.kind === 'counterfactual');
  if (sources === 'tokens' || counterfactual === undefined) return `${unit}: ${ablation}.`;
  const held = counterfactual.source === 'corrupted mean' ? '.' : ', held against another prompt:';
  return `${unit}${held} ${counterfactualWords(counterfactual)}`;
}
