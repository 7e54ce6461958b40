import type { AttentionFinding, Finding } from '../analysis/findings.ts';
import { count, percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import type { AttentionCell, AttentionFigure } from './attention-figure.ts';
import { asked } from './attribution-words.ts';
import { type Column, chooseColumns, foldedNote } from './columns.ts';
import { findingOf } from './finding-of.ts';

type Heads = AttentionFinding['heads'];

const MOST_COLUMNS = 15;
const MOST_HEADS = 12;
/** Cells below this share carry their colour only. */
const READABLE = 0.1;

/**
 * Where the answering position looks, head by head: value-weighted attention as the cell, the raw
 * pattern as a mark inside, sinks set apart.
 *
 * @throws {RangeError} when the reply lacks one of the findings next, direct, attention
 */
export function attentionFigure(reply: Reply<Finding>): AttentionFigure {
  const finding = findingOf(reply, 'attention');
  const heads = finding.heads.slice(0, MOST_HEADS);
  const columns = chooseColumns(
    loudest(heads, finding.position),
    [finding.position, ...finding.sinks.slice(0, 3)],
    MOST_COLUMNS,
  );
  const sinks = new Set(finding.sinks);
  const largest = Math.max(0, ...heads.map(({ score }) => Math.abs(score))) || 1;
  const { token } = findingOf(reply, 'next');
  return {
    kind: 'attention',
    title: `Where does it look before ${quoted(token.text)}?`,
    subtitle: subtitle(reply, heads.length, foldedNote(columns, finding.position + 1)),
    badge: { text: 'QK · where it looks', tone: 'qk' },
    footer: [
      { label: 'each row sums to', value: '100 %' },
      { label: `bar = logits added to ${metricName(reply)} by what was looked at`, value: '' },
    ],
    alt: alt(words(reply, finding)),
    columns: columns.map((column) => ({
      ...column,
      label: labelOf(column, reply),
      sink: column.kind === 'token' && sinks.has(column.position),
    })),
    heads: heads.map(({ head, score, pattern, weighted }) => ({
      name: head,
      score,
      value: signed(score),
      share: Number.isFinite(score) ? score / largest : 0,
      cells: columns.map((column) => cell(column, pattern, weighted)),
    })),
  };
}

/** `“Mary” over “the”`, or the one word that is explained. */
function metricName(reply: Reply<Finding>): string {
  return findingOf(reply, 'direct')
    .metric.tokens.map(({ text }) => quoted(text))
    .join(' over ');
}

function subtitle({ model }: Reply<Finding>, shown: number, folds: string | undefined): string {
  const heads =
    model === null
      ? `${shown} leading heads`
      : `${model.name} · ${shown} of ${count(model.layers * model.heads)} heads, by direct score`;
  return folds === undefined ? heads : `${heads} · ${folds}`;
}

/** Per position, the largest weighted look of any shown head. */
function loudest(heads: Heads, position: number): number[] {
  return Array.from({ length: position + 1 }, (_, src) =>
    Math.max(0, ...heads.map(({ weighted }) => weighted[src] ?? 0)),
  );
}

const labelOf = (column: Column, { prompt }: Reply<Finding>): string =>
  column.kind === 'gap'
    ? `⋯${column.to - column.from + 1}`
    : tokenLabel(prompt.tokens[column.position]?.text ?? '');

function cell(column: Column, pattern: readonly number[], weights: readonly number[]): AttentionCell {
  const weighted = over(column, weights);
  const raw = over(column, pattern);
  return weighted >= READABLE ? { weighted, raw, text: percent(weighted) } : { weighted, raw };
}

function over(column: Column, values: readonly number[]): number {
  if (column.kind === 'token') return values[column.position] ?? 0;
  return values.slice(column.from, column.to + 1).reduce((sum, value) => sum + value, 0);
}

function words(reply: Reply<Finding>, { heads, sinks }: AttentionFinding): string[] {
  const tokenAt = (position: number) => quoted(reply.prompt.tokens[position]?.text ?? '');
  const rows = heads.slice(0, 8).map(({ head, score, weighted }) => {
    const most = weighted.indexOf(Math.max(...weighted));
    return `${head} (${signed(score)}) looks most at ${tokenAt(most)} (${percent(weighted[most] ?? 0)}).`;
  });
  const greyed = sinks.length === 0 ? '' : `Greyed as sinks: ${sinks.slice(0, 4).map(tokenAt).join(', ')}.`;
  return [
    `Attention of the answering position for ${asked(reply)}`,
    'Rows are heads by direct score, columns tokens; value-weighted.',
    ...rows,
    greyed,
  ];
}
