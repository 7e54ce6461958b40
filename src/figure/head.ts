import type { CounterfactualFinding, Finding } from '../analysis/findings.ts';
import type { HeadFinding } from '../analysis/head-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { type Column, chooseColumns, foldedNote } from './columns.ts';
import { counterfactualWords } from './counterfactual-words.ts';
import { findingOf } from './finding-of.ts';
import { copyingOf } from './head-copying.ts';
import { effectAxis } from './head-effect.ts';
import type { HeadFigure, LookColumn } from './head-figure.ts';
import { whyPanel, writesPanel } from './head-panels.ts';
import { headSentences, metricWords, outdoes } from './head-words.ts';
import { ROLE_SIGNS } from './roles-signs.ts';

const MOST_COLUMNS = 15;
/** Bars below this share carry no number. */
const READABLE = 0.05;

/**
 * The card of one head.
 *
 * @throws {RangeError} when the reply holds no finding of a head
 */
export function headFigure(reply: Reply<Finding>): HeadFigure {
  const finding = findingOf(reply, 'head');
  const columns = chooseColumns(
    finding.look.weighted.map((share, i) => Math.max(share, (finding.look.pattern[i] ?? 0) / 4)),
    [finding.position, ...finding.look.sinks.slice(0, 2), ...(finding.why === null ? [] : [finding.why.key])],
    MOST_COLUMNS,
  );
  return {
    kind: 'head',
    title: `What does ${finding.head} do here?`,
    subtitle: subtitle(reply, finding, foldedNote(columns, finding.position + 1)),
    badge: { text: finding.chosen === 'auto' ? 'the head that matters most' : 'QK and OV', tone: 'both' },
    footer: footer(finding),
    alt: alt(headSentences(reply)),
    look: {
      caption: `looks, from ${quoted(textAt(reply, finding.position))}`,
      columns: columns.map((column) => lookColumn(column, reply, finding)),
    },
    why: whyPanel(reply, finding),
    writes: writesPanel(reply, finding),
    effect: effectAxis(finding),
    copying: copyingOf(finding),
  };
}

const textAt = ({ prompt }: Reply<Finding>, position: number): string => prompt.tokens[position]?.text ?? '';

function subtitle(reply: Reply<Finding>, finding: HeadFinding, folds: string | undefined): string {
  const counterfactual = reply.findings.find((each) => each.kind === 'counterfactual');
  const held = counterfactual === undefined ? '' : ` · ${heldAgainst(counterfactual)}`;
  const model = reply.model === null ? '' : `${reply.model.name} · `;
  return `${model}${metricWords(finding)}${held}${folds === undefined ? '' : ` · ${folds.split(',')[0]}`}`;
}

const heldAgainst = (counterfactual: CounterfactualFinding): string =>
  counterfactual.source === 'corrupted mean'
    ? `against the mean of ${counterfactual.versions} corrupted versions, which is weaker`
    : counterfactualWords(counterfactual).replace(/\.$/, '');

function lookColumn(column: Column, reply: Reply<Finding>, { look, position }: HeadFinding): LookColumn {
  const weighted = over(column, look.weighted);
  const drawn = {
    ...column,
    label:
      column.kind === 'gap' ? `⋯${column.to - column.from + 1}` : tokenLabel(textAt(reply, column.position)),
    sink: column.kind === 'token' && look.sinks.includes(column.position),
    looking: column.kind === 'token' && column.position === position,
    weighted,
    raw: over(column, look.pattern),
  };
  return weighted >= READABLE ? { ...drawn, text: percent(weighted) } : drawn;
}

function over(column: Column, values: readonly number[]): number {
  if (column.kind === 'token') return values[column.position] ?? 0;
  return values.slice(column.from, column.to + 1).reduce((sum, value) => sum + value, 0);
}

function roleFact({ role }: HeadFinding): HeadFigure['footer'][number] {
  if (role === null) return { label: 'role', value: 'see .p/reflect.glyphs', tone: 'plain' };
  const sign = ROLE_SIGNS.find((each) => each.role === role.role);
  return { label: 'role', value: sign === undefined ? 'none' : `${sign.glyph} ${sign.label}`, tone: 'plain' };
}

function footer(finding: HeadFinding): HeadFigure['footer'] {
  const { effect } = finding;
  const most = outdoes(finding);
  return [
    {
      label: 'effect larger than of',
      value: `${most} of ${effect.control.length} random heads`,
      tone: 2 * most > effect.control.length ? 'good' : 'warn',
    },
    ...(effect.scoreEverywhere === null
      ? []
      : [{ label: 'path-averaged score', value: signed(effect.scoreEverywhere) }]),
    roleFact(finding),
    { label: 'ablation', value: effect.ablation.split(',')[0] ?? '' },
  ];
}
