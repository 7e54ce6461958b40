import type { AttributionFinding, CounterfactualFinding, Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import type { AttributionColumn } from './attribution-figure.ts';
import { type Column, chooseColumns } from './columns.ts';
import { readNode } from './node-name.ts';

const MOST_COLUMNS = 14;
/** Exchanged tokens that keep a column even when they are quiet. */
const MOST_EXCHANGED = 4;
/** Of the loudest: tokens whose phrase is shown. */
const NOTABLE = 0.1;

type Edits = CounterfactualFinding['edits'];

/** Tokens with their totals; beyond 14 columns the quiet ones are folded into gaps. */
export function columnsOf(
  { prompt }: Reply<Finding>,
  graph: AttributionFinding,
  edits: Edits,
): AttributionColumn[] {
  const tokens = prompt.tokens.length;
  const always = [graph.metric.position, ...edits.slice(0, MOST_EXCHANGED).map(({ position }) => position)];
  const loud = loudness(graph, tokens);
  const columns = chooseColumns(nearLoud(loud, always), always, MOST_COLUMNS);
  const totals = tokenTotals(graph, tokens);
  const summed = columns.map((column) => ({ ...column, total: totalOf(column, totals) }));
  const largest = Math.max(...summed.map(({ total }) => Math.abs(total))) || 1;
  return summed.map((column) => ({
    ...column,
    label: labelOf(column, prompt.tokens),
    tint: column.total / largest,
    ...exchangeAt(column, edits),
  }));
}

/** `scores[position]` summed over the drawn nodes there: what the tint of a token says. */
function tokenTotals({ nodes }: AttributionFinding, tokens: number): number[] {
  const totals = new Array<number>(tokens).fill(0);
  for (const { id, score } of nodes) {
    const { position } = readNode(id);
    if (position !== null) totals[position] = (totals[position] ?? 0) + score;
  }
  return totals;
}

/** Per position, Σ|score| over the drawn nodes there. */
const loudness = (graph: AttributionFinding, tokens: number): number[] =>
  tokenTotals(
    { ...graph, nodes: graph.nodes.map((node) => ({ ...node, score: Math.abs(node.score) })) },
    tokens,
  );

/** Among equally quiet tokens those beside a loud one stay: it can be read in its phrase. */
function nearLoud(loud: readonly number[], always: readonly number[]): number[] {
  const most = Math.max(...loud);
  const kept = loud.flatMap((weight, i) => (weight >= NOTABLE * most || always.includes(i) ? [i] : []));
  const least = Math.min(...loud.filter((weight) => weight > 0), 1);
  return loud.map((weight, i) => weight + (least * 1e-3) / (1 + distanceTo(kept, i)));
}

/** Words before a place tell more than words behind it. */
const distanceTo = (places: readonly number[], i: number): number =>
  Math.min(...places.map((place) => (i <= place ? place - i : 2 * (i - place))));

const totalOf = (column: Column, totals: readonly number[]): number =>
  column.kind === 'token'
    ? (totals[column.position] ?? 0)
    : totals.slice(column.from, column.to + 1).reduce((sum, total) => sum + total, 0);

const labelOf = (column: Column, tokens: Reply<Finding>['prompt']['tokens']): string =>
  column.kind === 'gap' ? `⋯${column.to - column.from + 1}` : tokenLabel(tokens[column.position]?.text ?? '');

function exchangeAt(column: Column, edits: Edits): { exchanged?: string } {
  const edit = column.kind === 'token' && edits.find(({ position }) => position === column.position);
  return edit ? { exchanged: tokenLabel(edit.to.text) } : {};
}
