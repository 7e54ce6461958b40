import type { DirectFinding, NodeName } from './findings.ts';

export interface WritingHead {
  readonly node: NodeName;
  /** Direct, on answer − rival, logits. */
  readonly score: number;
}

/** The two heads that write most for and most against the answer at the answering position. */
export interface Collision {
  readonly supports: WritingHead;
  readonly opposes: WritingHead;
  /** The smaller of the two writes, logits. */
  readonly write: number;
  /** Over |margin|. */
  readonly strength: number;
}

/** @returns undefined where no head writes against the answer, or none for it */
export function collision({ parts, metric }: Pick<DirectFinding, 'parts' | 'metric'>): Collision | undefined {
  const heads = parts.filter(({ node }) => node.startsWith('L'));
  const supports = heads.reduce<WritingHead | undefined>(
    (best, head) => (head.score > (best?.score ?? 0) ? head : best),
    undefined,
  );
  const opposes = heads.reduce<WritingHead | undefined>(
    (best, head) => (head.score < (best?.score ?? 0) ? head : best),
    undefined,
  );
  if (supports === undefined || opposes === undefined) return undefined;
  const write = Math.min(supports.score, -opposes.score);
  return { supports, opposes, write, strength: write / Math.max(1e-6, Math.abs(metric.value)) };
}

/** By layer: what heads write for the answer, and against it (as a positive number), logits. */
export function writesByLayer(
  { parts }: Pick<DirectFinding, 'parts'>,
  layers: number,
): { raise: number[]; lower: number[] } {
  const raise = new Array<number>(layers).fill(0);
  const lower = new Array<number>(layers).fill(0);
  for (const { node, score } of parts) {
    const layer = Number(/^L(\d+)H/.exec(node)?.[1] ?? Number.NaN);
    if (Number.isNaN(layer)) continue;
    if (score > 0) raise[layer] = (raise[layer] ?? 0) + score;
    else lower[layer] = (lower[layer] ?? 0) - score;
  }
  return { raise, lower };
}

/** What ablating heads one by one does to the margin. */
export interface CollisionTest {
  readonly margin: number;
  /** Without the supporting head; without the opposing one. */
  readonly supports: number;
  readonly opposes: number;
  /** Without each of other heads. */
  readonly others: readonly number[];
}

/** A head that is chance moves the margin as much as this share of others do. */
const BEATEN = 0.95;

/** Confirmed where ablating one of the two flips the answer or doubles the margin, which hardly any other head does. */
export function judgeCollision({ margin, supports, opposes, others }: CollisionTest): {
  readonly flips: boolean;
  readonly doubles: boolean;
  readonly less: number;
  readonly confirmed: boolean;
} {
  const moves = (after: number) => after < 0 || after >= 2 * margin;
  const less = others.filter((after) => !moves(after)).length;
  const flips = supports < 0;
  const doubles = opposes >= 2 * margin;
  return { flips, doubles, less, confirmed: (flips || doubles) && less > BEATEN * others.length };
}
