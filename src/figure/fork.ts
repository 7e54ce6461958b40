import type { Branch, BranchDriver, BranchesFinding } from '../analysis/branches-finding.ts';
import type { Finding } from '../analysis/findings.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, graphemes, isolate, quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import type { ForkBranch, ForkFigure, ForkRow, ForkTogether } from './fork-figure.ts';
import { forkFooter } from './fork-footer.ts';
import { readForkNode, tokensOf, whichOf } from './fork-node.ts';
import { forkAlt } from './fork-words.ts';

/** Lines that fit beside a branch, by the number of branches. */
const ROWS: Readonly<Record<number, number>> = { 2: 8, 3: 5, 4: 4, 5: 3, 6: 3 };
const STEM_GRAPHEMES = 64;
/** A longer word of the stem is cut into pieces: some scripts have no spaces. */
const PIECE = 14;
const BADGE: Readonly<Record<BranchesFinding['sources'], string>> = {
  all: 'heads + MLPs',
  heads: 'heads',
  mlps: 'MLPs',
  tokens: 'tokens hidden',
  memory: 'recall | context',
};

/**
 * The fork tree of a reply.
 *
 * @throws {RangeError} when the reply holds no finding `branches`
 */
export function forkFigure(reply: Reply<Finding>): ForkFigure {
  const fork = findingOf(reply, 'branches');
  const rows = fork.branches.map((branch) => rowsOf(reply, branch, ROWS[fork.branches.length] ?? 3));
  const largest = Math.max(...rows.flat().map(({ share }) => Math.abs(share)), 0) || 1;
  return {
    kind: 'fork',
    title: title(fork),
    subtitle: subtitle(reply, fork),
    badge: { text: BADGE[fork.sources], tone: 'plain' },
    footer: forkFooter(reply),
    alt: alt(forkAlt(reply)),
    stem: stemOf(reply.prompt.text),
    branches: fork.branches.map((branch, i) => ({
      ...branchOf(branch),
      rows: (rows[i] ?? []).map((row) => ({ ...row, share: row.share / largest })),
    })),
    rest: { share: fork.rest, label: `other words ${percent(fork.rest)}` },
  };
}

function title({ branches }: BranchesFinding): string {
  const names = branches.map(({ token }) => quoted(token.text, branches.length < 3 ? 18 : 12));
  const [first = '', second = '', third] = names;
  if (third === undefined) return `${first} or ${second}: what decides?`;
  return names.length === 3
    ? `${first}, ${second} or ${third}: what decides?`
    : `${first}, ${second} or ${names.length - 2} others: what decides?`;
}

function subtitle({ model }: Reply<Finding>, { ablation }: BranchesFinding): string {
  const what =
    ablation === null
      ? 'what drives them could not be measured'
      : 'what a word’s lead over the others loses without each, in logits';
  return model === null ? what : `${model.name} · ${what}`;
}

function branchOf({ token, prob, continuation, together }: Branch): Omit<ForkBranch, 'rows'> {
  const branch = { label: tokenLabel(token.text), prob: percent(prob), share: prob };
  const summed = together === null ? undefined : togetherOf(together);
  return {
    ...branch,
    continuation: continues(token.text, continuation),
    ...(summed === undefined ? {} : { together: summed }),
  };
}

/** The word and what the model writes after it, as one line. */
function continues(word: string, { text, ended }: Branch['continuation']): string {
  const line = `${word}${text}`.replace(/\s+/g, ' ').trim();
  if (text.trim() !== '') return isolate(cut(`${line}${ended === 'length' ? '…' : ''}`, 60));
  return ended === 'length' ? '' : ended === 'stop' ? '(the line ends here)' : '(the text ends here)';
}

function togetherOf({ drivers, effect, random }: NonNullable<Branch['together']>): ForkTogether {
  return {
    text: drivers === 1 ? `the first ${signed(effect)}` : `${drivers} together ${signed(effect)}`,
    random: random === null ? 'no random sets' : `random ≤ ${signed(random.p95)}`,
    weak: random !== null && effect <= random.p95,
  };
}

/** The largest effects, those for the branch first. `share` is still the effect, in logits. */
function rowsOf(reply: Reply<Finding>, { drivers, memory }: Branch, most: number): ForkRow[] {
  const totals: ForkRow[] =
    memory === undefined
      ? []
      : [
          totalOf('mlp', 'recall', 'all MLPs', memory.recall.effect),
          totalOf('head', 'context', 'all heads', memory.context.effect),
        ];
  const rows = drivers.slice(0, most - totals.length).map((driver) => rowOf(reply, driver));
  return [...totals, ...rows.sort((a, b) => b.share - a.share)];
}

const totalOf = (kind: ForkRow['kind'], name: string, at: string, effect: number): ForkRow => ({
  kind,
  name,
  at,
  value: signed(effect),
  share: effect,
  total: true,
});

const NAMES = { heads: 'heads', mlps: 'MLPs' } as const;
const KINDS = { head: 'head', heads: 'head', mlp: 'mlp', mlps: 'mlp', token: 'token' } as const;

function rowOf({ prompt }: Reply<Finding>, driver: BranchDriver): ForkRow {
  const { kind, name } = readForkNode(driver.node);
  const places = tokensOf(driver).map((position) => {
    const label = cut(tokenLabel(prompt.tokens[position]?.text ?? ''), kind === 'token' ? 24 : 12);
    return `${isolate(label)}${whichOf(prompt.tokens, position)}`;
  });
  const row = { kind: KINDS[kind], value: signed(driver.effect), share: driver.effect, total: false };
  if (kind === 'token') return { ...row, name: places[0] ?? '', at: '' };
  const short = kind === 'heads' || kind === 'mlps' ? NAMES[kind] : name;
  return { ...row, name: short, at: places.join(' ← ') };
}

/** The last words of a prompt; what has no spaces comes in pieces. */
function stemOf(text: string): string[] {
  const all = graphemes(text.replace(/\s+/g, ' ').trim());
  const end = all.slice(-STEM_GRAPHEMES).join('');
  const pieces = end.split(' ').flatMap((word) => {
    const letters = graphemes(word);
    return Array.from({ length: Math.ceil(letters.length / PIECE) }, (_, i) =>
      letters.slice(i * PIECE, (i + 1) * PIECE).join(''),
    );
  });
  return all.length > STEM_GRAPHEMES ? ['…', ...pieces] : pieces;
}
