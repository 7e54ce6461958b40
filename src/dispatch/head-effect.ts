import type { HeadAddress } from '../analysis/attention.ts';
import type { Live } from '../analysis/gates.ts';
import type { HeadEffect } from '../analysis/head-finding.ts';
import type { ScoredNode } from '../analysis/node-scores.ts';
import { indexOf } from '../analysis/node-space.ts';
import { randomFrom } from '../kernel/random.ts';
import type { Ask } from './command.ts';
import { nameOf } from './head-choice.ts';
import type { HeadQuestion } from './head-question.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';

/** Other heads that are ablated for comparison. */
const OTHERS = 20;

/**
 * What the metric loses with the head ablated, at its position and everywhere, exactly; and the same
 * of other heads, drawn at random, so that a reader sees whether that is much.
 */
export async function headEffect(
  ask: Ask,
  address: HeadAddress,
  position: number,
  { metric, values, ablation }: HeadQuestion,
  scores: readonly ScoredNode[] | undefined,
): Promise<HeadEffect> {
  const heads = [address, ...otherHeads(ask, address)];
  const rows = heads.flatMap((head) => [
    without(ask, head, [position]),
    without(ask, head, everyPosition(ask)),
  ]);
  const [full = Number.NaN, ...left] = await patchedMetrics(ask, [{ allBut: [] }, ...rows], values, metric);
  const effectOf = (row: number): number => full - (left[row] ?? Number.NaN);
  const name = nameOf(address);
  const own = scores?.filter(({ id }) => id.startsWith(`${name}@`));
  return {
    ablation,
    here: effectOf(0),
    everywhere: effectOf(1),
    score: own?.find(({ id }) => id === `${name}@${position}`)?.score ?? null,
    scoreEverywhere: own?.reduce((sum, { score }) => sum + score, 0) ?? null,
    control: heads.slice(1).map((head, i) => ({
      head: nameOf(head),
      here: effectOf(2 * i + 2),
      everywhere: effectOf(2 * i + 3),
    })),
  };
}

const everyPosition = ({ prompt }: Ask): number[] => prompt.tokens.map((_, position) => position);

function without(ask: Ask, head: HeadAddress, positions: readonly number[]): Live {
  const space = nodeSpace(ask);
  return { allBut: positions.flatMap((position) => indexOf(space, `${nameOf(head)}@${position}`) ?? []) };
}

/** Heads of any layer, seeded; all of them where there are few. */
function otherHeads({ model, seed }: Ask, { layer, head }: HeadAddress): HeadAddress[] {
  const random = randomFrom(seed);
  return Array.from({ length: model.layers * model.heads }, (_, i) => ({
    layer: Math.floor(i / model.heads),
    head: i % model.heads,
    draw: random(),
  }))
    .filter((other) => other.layer !== layer || other.head !== head)
    .sort((a, b) => a.draw - b.draw)
    .slice(0, OTHERS)
    .map((other) => ({ layer: other.layer, head: other.head }));
}
