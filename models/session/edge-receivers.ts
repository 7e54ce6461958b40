import type { Place } from '../../src/kernel/attributed.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { Places } from './edge-places.ts';

/** The `top` nodes with the largest |score|, largest first, of one kind where it is named. One that scores exactly 0 is none. */
export function leadingNodes(
  nodes: Tensor,
  { heads }: Places,
  { top, only }: NonNullable<AttributeRequest['edges']>,
): Place[] {
  const ofKind = (place: Place): boolean =>
    only === undefined || (place % (heads + 1) === heads) === (only === 'mlps');
  const size = (place: Place): number => Math.abs(nodes.data[place] ?? 0);
  return Array.from(nodes.data.keys())
    .filter((place) => size(place) > 0 && ofKind(place))
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, top);
}
