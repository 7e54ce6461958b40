import type { Place } from '../../src/kernel/attributed.ts';

/** Numbers of nodes and senders of one prompt; see Place. */
export interface Places {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: number;
}

/** A head, or as unit `heads` the MLP, of a layer at a position. */
export interface NodePlace {
  readonly layer: number;
  readonly position: number;
  readonly unit: number;
}

export const nodeCount = ({ layers, heads, tokens }: Places): number => layers * tokens * (heads + 1);
export const logitPlace = (places: Places): Place => nodeCount(places) + places.tokens;

/** @param place  of a head or MLP */
export function nodePlace({ heads, tokens }: Places, place: Place): NodePlace {
  const row = Math.floor(place / (heads + 1));
  return { layer: Math.floor(row / tokens), position: row % tokens, unit: place % (heads + 1) };
}

/** A position's senders in the order in which they write: 0 its embedding, then layer by layer heads and MLP. */
export const senderCount = ({ layers, heads }: Pick<Places, 'layers' | 'heads'>): number =>
  1 + layers * (heads + 1);

/** How many of them come before a layer's heads (`layer === layers`: before the logit). */
export const beforeHeads = (layer: number, heads: number): number => 1 + layer * (heads + 1);

/** Position and number among its senders of a node or an embedding. */
export function senderOf(
  places: Places,
  place: Place,
): { readonly position: number; readonly sender: number } {
  if (place >= nodeCount(places)) return { position: place - nodeCount(places), sender: 0 };
  const { layer, position, unit } = nodePlace(places, place);
  return { position, sender: beforeHeads(layer, places.heads) + unit };
}
