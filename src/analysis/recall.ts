import type { AttributedEdges, Place } from '../kernel/attributed.ts';
import { isMlp, type NodeSpace, positionOf, spaceSize } from './node-space.ts';

/** Share of a head's incoming |score| that must come from MLPs for it to count as their reader. */
const FROM_MLPS = 0.2;

/**
 * What the weights recalled, and who read it: the MLPs among the leading nodes, and the heads that
 * take a fifth or more of what they are given from MLPs of earlier tokens, by value.
 *
 * MLPs at a subject's tokens are where facts are looked up, heads carry them to the answer
 * (Geva 2304.14767); whether it is so on a prompt, the receipt of the picture says.
 */
export function recallNodes(space: NodeSpace, { receivers, list }: AttributedEdges): Set<Place> {
  const leading = receivers.map(({ place }) => place).filter((place) => place < spaceSize(space));
  const mlps = new Set(leading.filter((place) => isMlp(space, place)));
  const readers = leading.filter((head) => {
    if (mlps.has(head)) return false;
    const into = list.filter(({ to }) => to === head);
    const recalled = into.filter(
      ({ from, via }) =>
        via === 'value' && mlps.has(from) && positionOf(space, from) < positionOf(space, head),
    );
    return total(recalled) >= FROM_MLPS * total(into) && recalled.length > 0;
  });
  return new Set([...mlps, ...readers]);
}

const total = (edges: readonly { readonly score: number }[]): number =>
  edges.reduce((sum, { score }) => sum + Math.abs(score), 0);
