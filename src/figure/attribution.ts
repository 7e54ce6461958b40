import type { AttributionFinding, Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { alt } from './alt.ts';
import type {
  AttributionColumn,
  AttributionEdge,
  AttributionFigure,
  AttributionNode,
} from './attribution-figure.ts';
import { attributionWords } from './attribution-words.ts';
import { type Column, chooseColumns, columnOf, foldedNote } from './columns.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';
import { readNode } from './node-name.ts';
import { count, percent, signed, tiny } from './numbers.ts';
import { said } from './said.ts';
import { quoted, tokenLabel } from './token-label.ts';
import { trailOf } from './trail.ts';

const MOST_COLUMNS = 14;
const NAMED_NODES = 8;
/** Nodes below this share of the largest are not worth a name. */
const NAMEABLE = 0.02;
const RIVALS = 3;

/**
 * The attribution console of a trace: which components wrote the answer, and which tokens they read.
 *
 * @throws {RangeError} when the reply lacks one of the findings next, attribution, direct
 */
export function attributionFigure(reply: Reply<Finding>): AttributionFigure {
  const graph = findingOf(reply, 'attribution');
  const lens = reply.findings.find((finding) => finding.kind === 'lens');
  const trail =
    lens === undefined ? undefined : trailOf(lens, graph.metric.position, 0, graph.metric.tokens[0]);
  const columns = columnsOf(reply, graph);
  const { answer, rivals } = said(findingOf(reply, 'next'), graph.metric, RIVALS);
  return {
    kind: 'attribution',
    title: title(graph),
    subtitle: subtitle(reply, graph, columns),
    badge: { text: 'QK × OV', tone: 'both' },
    footer: footer(reply, graph),
    alt: alt(attributionWords(reply)),
    layers: reply.model?.layers ?? 0,
    columns,
    answerColumn: columnOf(columns, graph.metric.position),
    answer,
    rivals,
    nodes: nodesOf(graph, columns),
    edges: edgesOf(graph),
    ...(trail === undefined ? {} : { trail }),
  };
}

function title({ metric }: AttributionFinding): string {
  const [answer, rival] = metric.tokens;
  const why = `Why ${quoted(answer?.text ?? '')}`;
  return rival === undefined ? `${why}?` : `${why} and not ${quoted(rival.text)}?`;
}

function subtitle(
  { model, prompt }: Reply<Finding>,
  { shown }: AttributionFinding,
  columns: readonly Column[],
): string {
  const edges = `${count(shown.edges)} of ${count(shown.ofEdges)} edges, ${percent(shown.share)} of |score|`;
  const folds = foldedNote(columns, prompt.tokens.length);
  return [model?.name, edges, folds ?? (model === null ? undefined : `${model.layers} layers`)]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function footer(reply: Reply<Finding>, graph: AttributionFinding): FooterFact[] {
  const { metric } = graph;
  const [answer, rival] = metric.tokens.map(({ text }) => quoted(text));
  const direct = findingOf(reply, 'direct');
  return [
    {
      label: rival === undefined ? `logit of ${answer}` : `${answer} over ${rival}`,
      value: `${signed(metric.value)} logits`,
    },
    { label: `${count(direct.parts.length)} parts sum to it within`, value: tiny(direct.error) },
    { label: graph.rules, value: '' },
  ];
}

/** Tokens with what was read from them; beyond 14 columns the quiet ones are folded into gaps. */
function columnsOf({ prompt }: Reply<Finding>, graph: AttributionFinding): AttributionColumn[] {
  const totals = tokenTotals(graph, prompt.tokens.length);
  const loud = loudness(graph, prompt.tokens.length);
  const columns = chooseColumns(loud, [graph.metric.position], MOST_COLUMNS);
  const summed = columns.map((column) => ({ ...column, total: totalOf(column, totals) }));
  const largest = Math.max(...summed.map(({ total }) => Math.abs(total))) || 1;
  return summed.map((column) => ({
    ...column,
    label:
      column.kind === 'gap'
        ? `⋯${column.to - column.from + 1}`
        : tokenLabel(prompt.tokens[column.position]?.text ?? ''),
    tint: column.total / largest,
  }));
}

/** Per token, the summed scores of the drawn edges that leave it. */
function tokenTotals({ edges }: AttributionFinding, tokens: number): number[] {
  const totals = new Array<number>(tokens).fill(0);
  for (const { from, score } of edges) {
    const { kind, position } = readNode(from);
    if (position !== null && (kind === 'token' || kind === 'embedding')) {
      totals[position] = (totals[position] ?? 0) + score;
    }
  }
  return totals;
}

/** Per position, Σ|score| over the drawn edges that leave it. */
function loudness({ edges }: AttributionFinding, tokens: number): number[] {
  const sums = new Array<number>(tokens).fill(0);
  for (const { from, score } of edges) {
    const { position } = readNode(from);
    if (position !== null) sums[position] = (sums[position] ?? 0) + Math.abs(score);
  }
  return sums;
}

const totalOf = (column: Column, totals: readonly number[]): number =>
  column.kind === 'token'
    ? (totals[column.position] ?? 0)
    : totals.slice(column.from, column.to + 1).reduce((sum, total) => sum + total, 0);

/** Writes are measured against the largest write, reads against the largest read: both can be seen. */
function edgesOf({ edges }: AttributionFinding): AttributionEdge[] {
  const writes = edges.filter(({ to }) => to === 'logit');
  const reads = edges.filter(({ to }) => to !== 'logit');
  return edges.map((edge) => ({
    ...edge,
    share: ratio(edge.score, edge.to === 'logit' ? writes : reads),
  }));
}

function nodesOf(graph: AttributionFinding, columns: readonly Column[]): AttributionNode[] {
  const drawn = graph.nodes.filter(({ id }) => id !== 'logit');
  const sources = drawn.filter(({ id }) => readNode(id).kind === 'token');
  const parts = drawn.filter(({ id }) => readNode(id).kind !== 'token');
  const named = new Set(
    [...parts]
      .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
      .slice(0, NAMED_NODES)
      .filter(({ score }) => ratio(score, parts) >= NAMEABLE)
      .map(({ id }) => id),
  );
  return drawn.flatMap(({ id, score }) => {
    const { kind, layer, position, name } = readNode(id);
    if (kind === 'logit') return [];
    const column = columnOf(columns, position ?? graph.metric.position);
    const node = { id, kind, layer, column, score, share: ratio(score, kind === 'token' ? sources : parts) };
    return [named.has(id) ? { ...node, name, value: signed(score) } : node];
  });
}

/** |score| against the largest; 0 when all are 0. */
function ratio(score: number, all: readonly { readonly score: number }[]): number {
  const largest = all.reduce((most, part) => Math.max(most, Math.abs(part.score)), 0);
  return largest > 0 ? Math.abs(score) / largest : 0;
}
