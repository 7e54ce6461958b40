import type { NodeName } from './findings.ts';
import type { ScoredNode } from './node-scores.ts';
import { indexOf, isMlp, type NodeSpace, positionOf } from './node-space.ts';

/** Nodes by number (see node-space.ts), or positions of tokens: what is ablated at once. */
export type Units = readonly number[];

/** Something that may drive a branch, to be measured. */
export interface Cause {
  readonly node: NodeName;
  readonly units: Units;
  /** logits; a token has none */
  readonly score?: number;
}

/** Measured for a branch by the size of their scores: as many for it, and against it. */
const FOR = 9;
const AGAINST = 3;

/** Single heads and MLPs with the largest scores. */
export function nodeCauses(
  space: NodeSpace,
  scored: readonly ScoredNode[],
  sources: 'all' | 'heads' | 'mlps',
): Cause[] {
  const causes = scored.flatMap(({ id, score }): Cause[] => {
    const node = indexOf(space, id);
    if (node === undefined || (sources !== 'all' && isMlp(space, node) !== (sources === 'mlps'))) return [];
    return [{ node: id, units: [node], score }];
  });
  return leading(causes);
}

/** All MLPs at one token (what the weights add there), all heads at one token (what is carried there). */
export function memoryCauses(space: NodeSpace, scored: readonly ScoredNode[]): Cause[] {
  const causes = Array.from({ length: space.tokens }, (_, position) =>
    [true, false].map((mlps) =>
      groupOf(space, scored, mlps ? `M*@${position}` : `L*H*@${position}`, {
        mlps,
        position,
      }),
    ),
  );
  return leading(causes.flat());
}

/** Every MLP, or every head, at one position or at all. */
export function groupOf(
  space: NodeSpace,
  scored: readonly ScoredNode[],
  node: NodeName,
  { mlps, position }: { readonly mlps: boolean; readonly position?: number },
): Required<Cause> {
  const found = scored.flatMap(({ id, score }) => {
    const unit = indexOf(space, id);
    if (unit === undefined || isMlp(space, unit) !== mlps) return [];
    return position === undefined || positionOf(space, unit) === position ? [{ unit, score }] : [];
  });
  const score = found.reduce((sum, each) => sum + each.score, 0);
  return { node, units: found.map(({ unit }) => unit), score };
}

/** Tokens that may be hidden: at most so many, the last ones. */
const MOST_TOKENS = 64;

/** Every token but the last, which nobody reads after it: its own stream is what answers. */
export const tokenCauses = (tokens: number): Cause[] =>
  Array.from({ length: tokens - 1 }, (_, position) => ({ node: `T@${position}`, units: [position] })).slice(
    -MOST_TOKENS,
  );

function leading(causes: readonly Cause[]): Cause[] {
  const ordered = causes
    .filter(({ score = 0 }) => score !== 0)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const forIt = ordered.filter(({ score = 0 }) => score > 0).slice(0, FOR);
  const against = ordered.filter(({ score = 0 }) => score < 0).slice(-AGAINST);
  return [...forIt, ...against];
}
