import type { AttributionFinding, Finding } from '../analysis/findings.ts';
import { signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { type NamedNode, readNode } from './node-name.ts';

type Tokens = Reply<Finding>['prompt']['tokens'];

/** Words that are named, heads that are named for each, and components that write, and pairs that cancel out. */
const MOST = { words: 2, readers: 3, preparers: 2, writers: 3, opposers: 2, pairs: 1 } as const;
/** Reads and writes below this share of the largest (reads also: of the metric) are not worth a word. */
const WORTH = { read: 0.2, ofMetric: 0.02, write: 0.05 } as const;

/** The way of the answer in plain words: which words were read by which heads, and what wrote it. */
export const chainWords = (graph: AttributionFinding, tokens: Tokens): string[] =>
  [readWords(graph, tokens), writeWords(graph), cancelWords(graph)].filter((sentence) => sentence !== '');

interface Read {
  readonly from: NamedNode;
  readonly to: NamedNode;
  readonly score: number;
}

/** `“France” is read at “is” by L15H2 and L18H6 (+2.31), after M0 and M2 there.` */
function readWords(graph: AttributionFinding, tokens: Tokens): string {
  const groups = grouped(readsOf(graph));
  const least = Math.max(
    WORTH.read * Math.abs(groups[0]?.sum ?? 0),
    WORTH.ofMetric * Math.abs(graph.metric.value),
  );
  return groups
    .filter(({ sum }) => Math.abs(sum) >= least)
    .slice(0, MOST.words)
    .sort((a, b) => a.at - b.at || a.position - b.position)
    .map(({ position, at, sum, readers }) => {
      const word = quoted(tokens[position]?.text ?? '');
      const place = quoted(tokens[at]?.text ?? '');
      const before = preparers(graph, position);
      const after = before.length === 0 ? '' : `, after ${listed(before)} there`;
      return `${word} is read at ${place} by ${listed(readers.slice(0, MOST.readers))} (${signed(sum)})${after}.`;
    })
    .join(' ');
}

/** Edges by which a head takes something from an earlier token. */
const readsOf = ({ edges }: AttributionFinding): Read[] =>
  edges.flatMap(({ from, to, score }) => {
    const read = { from: readNode(from), to: readNode(to), score };
    const earlier = (read.from.position ?? 0) < (read.to.position ?? -1);
    return earlier && read.to.kind === 'head' ? [read] : [];
  });

interface Group {
  readonly position: number;
  readonly at: number;
  readonly sum: number;
  /** By falling weight. */
  readonly readers: readonly string[];
}

/** Reads of one token at one other, the weightiest pair of tokens first. */
function grouped(reads: readonly Read[]): Group[] {
  const pairs = new Map<string, Read[]>();
  for (const read of reads) {
    const key = `${read.from.position} ${read.to.position}`;
    pairs.set(key, [...(pairs.get(key) ?? []), read]);
  }
  return [...pairs.values()]
    .map((pair) => ({
      position: pair[0]?.from.position ?? 0,
      at: pair[0]?.to.position ?? 0,
      sum: sumOf(pair),
      readers: byWeight(pair, ({ to }) => to.name),
    }))
    .sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
}

/** The leading heads and MLPs at a token. */
function preparers({ nodes }: AttributionFinding, position: number): string[] {
  const here = nodes
    .map(({ id, score }) => ({ ...readNode(id), score }))
    .filter((node) => node.position === position && node.layer !== null && node.score > 0)
    .sort((a, b) => b.score - a.score);
  return here.slice(0, MOST.preparers).map(({ name }) => name);
}

/** `L18H6 +2.31, M28 +1.02 write it; L20H1 −0.31 against it.` */
function writeWords({ edges }: AttributionFinding): string {
  const into = edges.filter(({ to }) => to === 'logit');
  const largest = Math.max(0, ...into.map(({ score }) => Math.abs(score)));
  const writes = into
    .filter(({ score }) => Math.abs(score) >= WORTH.write * largest)
    .map(({ from, score }) => ({ text: `${readNode(from).name} ${signed(score)}`, score }))
    .sort((a, b) => b.score - a.score);
  const up = writes.filter(({ score }) => score > 0).slice(0, MOST.writers);
  const down = writes
    .filter(({ score }) => score < 0)
    .slice(-MOST.opposers)
    .reverse();
  const parts = [
    up.length === 0 ? '' : `Written by ${up.map(({ text }) => text).join(', ')}`,
    down.length === 0
      ? ''
      : `${up.length === 0 ? 'Against' : 'against'} it ${down.map(({ text }) => text).join(', ')}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

/** `L29H1 and L29H0 cancel out (together −0.10).` */
const cancelWords = ({ cancelling = [] }: AttributionFinding): string =>
  cancelling
    .slice(0, MOST.pairs)
    .map(({ nodes, together }) => {
      const [a, b] = nodes.map((id) => readNode(id).name);
      return `${a} and ${b} cancel out (together ${signed(together)}).`;
    })
    .join(' ');

const sumOf = (reads: readonly Read[]): number => reads.reduce((sum, { score }) => sum + score, 0);

/** Names without repetition, the one with the largest |sum| first. */
function byWeight(reads: readonly Read[], nameOf: (read: Read) => string): string[] {
  const sums = new Map<string, number>();
  for (const read of reads) sums.set(nameOf(read), (sums.get(nameOf(read)) ?? 0) + read.score);
  return [...sums].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).map(([name]) => name);
}

/** `a`, `a and b`, `a, b and c` */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
