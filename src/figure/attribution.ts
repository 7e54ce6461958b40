import type { AttributionFinding, CounterfactualFinding, Finding } from '../analysis/findings.ts';
import { count, percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { graphemes, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { columnsOf } from './attribution-columns.ts';
import type { AttributionColumn, AttributionFigure } from './attribution-figure.ts';
import { edgesOf, nodesOf } from './attribution-nodes.ts';
import { receiptFacts } from './attribution-receipt.ts';
import { signsOf } from './attribution-signs.ts';
import { attributionWords } from './attribution-words.ts';
import { columnOf } from './columns.ts';
import { counterfactualLine } from './counterfactual-words.ts';
import { doubtOf } from './doubt-words.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';
import { readNode } from './node-name.ts';
import { said } from './said.ts';
import { type Trail, trailOf } from './trail.ts';

const RIVALS = 3;
/** Columns and letters of a prompt beside which the wave trail still has room. */
const TRAIL_ROOM = { columns: 10, letters: 48 } as const;

/**
 * The attribution console of a trace: the heads and MLPs at every token that made the answer rather
 * than its rival, the edges between them, and what the model said when they were tested.
 *
 * @throws {RangeError} when the reply lacks one of the findings next, attribution
 */
export function attributionFigure(reply: Reply<Finding>): AttributionFigure {
  const graph = findingOf(reply, 'attribution');
  const counterfactual = reply.findings.find((finding) => finding.kind === 'counterfactual');
  const columns = columnsOf(reply, graph, exchangesOf(counterfactual));
  const drawn = {
    columns,
    footer: footer(reply, graph),
    nodes: nodesOf(graph, columns),
    edges: edgesOf(graph),
    pairs: graph.cancelling ?? [],
  };
  const doubt = doubtOf(reply);
  const trail = trailBeside(reply, graph, columns);
  return {
    kind: 'attribution',
    title: title(graph),
    subtitle: counterfactual === undefined ? '' : counterfactualLine(counterfactual),
    badge: { text: 'QK × OV', tone: 'both' },
    alt: alt(attributionWords(reply)),
    layers: layersOf(reply, graph),
    answerColumn: columnOf(columns, graph.metric.position),
    ...said(findingOf(reply, 'next'), graph.metric, RIVALS),
    ...drawn,
    notes: notesOf(reply, graph, columns),
    ...(doubt === undefined ? {} : { doubt }),
    signs: signsOf(drawn),
    ...(trail === undefined ? {} : { trail }),
  };
}

function title({ metric }: AttributionFinding): string {
  const [answer, rival] = metric.tokens;
  const why = `Why ${quoted(answer?.text ?? '')}`;
  return rival === undefined ? `${why}?` : `${why} and not ${quoted(rival.text)}?`;
}

/** Tokens that the counterfactual exchanges; of a mean over versions each has its own. */
const exchangesOf = (counterfactual: CounterfactualFinding | undefined): CounterfactualFinding['edits'] =>
  counterfactual === undefined || counterfactual.source === 'corrupted mean' ? [] : counterfactual.edits;

function notesOf(
  { model, prompt }: Reply<Finding>,
  { metric, shown }: AttributionFinding,
  columns: readonly AttributionColumn[],
): string[] {
  const tokens = columns.filter(({ kind }) => kind === 'token').length;
  return [
    ...(model === null ? [] : [model.name]),
    ...(tokens === prompt.tokens.length ? [] : [`${tokens} of ${count(prompt.tokens.length)} tokens`]),
    `${count(shown.edges)} of ${count(shown.ofEdges)} edges, ${percent(shown.share)} of |score|`,
    `${signed(metric.value)} logits`,
  ];
}

/** The receipt; without one, what was summed and how. */
function footer(reply: Reply<Finding>, graph: AttributionFinding): FooterFact[] {
  const receipt = reply.findings.find((finding) => finding.kind === 'receipt');
  if (receipt !== undefined) return receiptFacts(receipt, graph);
  const [answer, rival] = graph.metric.tokens.map(({ text }) => quoted(text));
  const label = rival === undefined ? `logit of ${answer}` : `${answer} over ${rival}`;
  return [
    { label, value: `${signed(graph.metric.value)} logits` },
    { label: graph.rules, value: '' },
    { label: 'not tested on the model', value: '' },
  ];
}

/** Of a reply that does not name its model, as many as its nodes need. */
const layersOf = ({ model }: Reply<Finding>, { nodes }: AttributionFinding): number =>
  model?.layers ?? 1 + Math.max(0, ...nodes.map(({ id }) => readNode(id).layer ?? 0));

/** The wave trail, where the tokens leave it room. */
function trailBeside(
  reply: Reply<Finding>,
  { metric }: AttributionFinding,
  columns: readonly AttributionColumn[],
): Trail | undefined {
  const lens = reply.findings.find((finding) => finding.kind === 'lens');
  const letters = columns.reduce((sum, { label }) => sum + graphemes(label).length, 0);
  const room = columns.length <= TRAIL_ROOM.columns && letters <= TRAIL_ROOM.letters;
  return lens === undefined || !room ? undefined : trailOf(lens, metric.position, 0, metric.tokens[0]);
}
