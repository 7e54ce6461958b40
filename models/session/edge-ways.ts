import type { EdgePort, Place } from '../../src/kernel/attributed.ts';
import { beforeHeads, logitPlace, nodePlace, type Places, senderCount } from './edge-places.ts';

/** One way into a receiver: where it reads, and who may have written there. */
export interface Way {
  readonly via: EdgePort;
  /** `layers` for the logit. */
  readonly layer: number;
  /** A head, where one reads. */
  readonly head?: number;
  /** Where the receiver stands; the logit's is left out. */
  readonly position?: number;
  /** Positions it reads from. */
  readonly sources: readonly number[];
  /** How many of a position's senders come before it, see senderCount. */
  readonly senders: number;
}

/** Edges that can exist along a way. */
export const edgeCount = ({ sources, senders }: Way): number => sources.length * senders;

/**
 * Every way into a node or the logit. A head finds values at its own and earlier positions; where its
 * pattern may change, it also has a query, and finds keys. With one key its pattern is 1 whatever they are.
 *
 * @param metric  positions the metric reads
 * @param exact   patterns may change
 */
export function waysInto(
  place: Place,
  places: Places,
  metric: readonly number[],
  exact: boolean,
): readonly Way[] {
  if (place === logitPlace(places))
    return [{ via: 'logit', layer: places.layers, sources: metric, senders: senderCount(places) }];
  const { layer, position, unit } = nodePlace(places, place);
  const before = beforeHeads(layer, places.heads);
  const here = [position];
  if (unit === places.heads)
    return [{ via: 'mlp', layer, position, sources: here, senders: before + places.heads }];
  const seen = Array.from({ length: position + 1 }, (_, source) => source);
  const at = { layer, head: unit, position, senders: before };
  const value: Way = { via: 'value', sources: seen, ...at };
  if (!exact || position === 0) return [value];
  return [{ via: 'query', sources: here, ...at }, { via: 'key', sources: seen, ...at }, value];
}
