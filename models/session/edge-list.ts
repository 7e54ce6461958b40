import type { AttributedEdge, Place } from '../../src/kernel/attributed.ts';
import { ModelError } from '../errors.ts';
import { nodeCount, type Places, senderOf } from './edge-places.ts';
import type { ScoredInput } from './edge-session.ts';
import type { Way } from './edge-ways.ts';

/** Edges of one answer; each is an object that travels between threads. */
const MOST_LISTED = 200_000;

/** Senders whose edges are listed: chosen nodes and every embedding. */
export interface Listed {
  /** By position, in the order in which they write. */
  readonly at: readonly (readonly { readonly place: Place; readonly sender: number }[])[];
}

export function listedSenders(places: Places, chosen: readonly Place[]): Listed {
  const embeddings = Array.from({ length: places.tokens }, (_, t) => nodeCount(places) + t);
  const at = embeddings.map((): { place: Place; sender: number }[] => []);
  for (const place of [...embeddings, ...chosen]) {
    const { position, sender } = senderOf(places, place);
    at[position]?.push({ place, sender });
  }
  return { at: at.map((senders) => senders.sort((a, b) => a.sender - b.sender)) };
}

/**
 * Refuses a list that nobody could read, before it is made.
 *
 * @throws {ModelError} `attribution-invalid`
 */
export function checkListed(ways: readonly Way[], { at }: Listed, nodes: number): void {
  let count = 0;
  for (const { sources, senders } of ways)
    for (const source of sources) count += at[source]?.filter(({ sender }) => sender < senders).length ?? 0;
  if (count <= MOST_LISTED) return;
  throw new ModelError(
    {
      code: 'attribution-invalid',
      what: `There are ${count} edges among these ${nodes} nodes; at most ${MOST_LISTED} are listed.`,
      fix: `Ask for edges into fewer than ${nodes} nodes.`,
    },
    2,
  );
}

/** The edges into a receiver along one way, from listed senders. */
export const listedEdges = (
  receiver: Place,
  { input: { way }, score }: ScoredInput,
  { at }: Listed,
): AttributedEdge[] =>
  way.sources.flatMap((source) =>
    (at[source] ?? [])
      .filter(({ sender }) => sender < way.senders)
      .map(({ place, sender }) => ({
        from: place,
        to: receiver,
        via: way.via,
        score: score(source, sender),
      })),
  );
