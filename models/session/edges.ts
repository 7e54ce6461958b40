import type { AttributedEdges, Place } from '../../src/kernel/attributed.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { Differences } from './attribute-nodes.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import { edgeInputs } from './edge-inputs.ts';
import { checkListed, listedEdges, listedSenders } from './edge-list.ts';
import { logitPlace, type Places, senderCount } from './edge-places.ts';
import type { EdgeSession } from './edge-session.ts';
import { edgeCount, waysInto } from './edge-ways.ts';

/** Gradients, and scores, of the inputs that go through the graph together. */
const BATCH_BYTES = 64 * 1024 ** 2;

/** What the edges of one attribution are made from. */
export interface EdgeRun {
  readonly request: AttributeRequest;
  readonly run: AttributionRun;
  readonly sent: Differences;
}

/**
 * Edges into the leading nodes and the logit (EAP, Syed 2310.10348): what a sender put out beyond the
 * baseline times the gradient at one input of the receiver, through its norm.
 *
 * A way into a receiver takes `tokens × (width + senders)` numbers while it is scored; many receivers
 * are scored some at a time, 64 MiB of them, so memory does not grow with `top`, the time does.
 *
 * @param chosen  the receivers beside the logit
 * @throws {ModelError} `attribution-invalid` when too many would be listed
 */
export async function leadingEdges(
  context: ModelContext,
  session: EdgeSession,
  { request, run, sent }: EdgeRun,
  chosen: readonly Place[],
): Promise<AttributedEdges> {
  const { model } = context;
  const places: Places = { layers: model.layers, heads: model.heads, tokens: request.tokens.length };
  const receivers = [...chosen, logitPlace(places)].map((place) => ({
    place,
    ways: waysInto(place, places, metricPositions(request), request.rules === 'exact'),
  }));
  const listed = listedSenders(places, chosen);
  checkListed(
    receivers.flatMap(({ ways }) => ways),
    listed,
    chosen.length,
  );

  const inputOf = edgeInputs(context, request, run);
  const list: AttributedEdges['list'][number][] = [];
  const totals: AttributedEdges['receivers'][number][] = [];
  for (const part of partsOf(receivers, waysAtOnce(places, model.width))) {
    const inputs = await Promise.all(part.flatMap(({ ways }) => ways).map(inputOf));
    const scored = new Map((await session.score(inputs, sent, run)).map((each) => [each.input.way, each]));
    for (const { place, ways } of part) {
      const mine = ways.flatMap((way) => scored.get(way) ?? []);
      list.push(...mine.flatMap((each) => listedEdges(place, each, listed)));
      totals.push({
        place,
        count: ways.reduce((sum, way) => sum + edgeCount(way), 0),
        absolute: mine.reduce((sum, { absolute }) => sum + absolute, 0),
      });
    }
  }
  return { list, receivers: totals };
}

const metricPositions = ({ metric }: AttributeRequest): number[] =>
  [...new Set(metric.map(({ position }) => position))].sort((a, b) => a - b);

const waysAtOnce = (places: Places, width: number): number =>
  Math.max(1, Math.floor(BATCH_BYTES / (4 * places.tokens * (width + senderCount(places)))));

/** Receivers whose ways fit together, at least one at a time. */
function partsOf<Receiver extends { readonly place: Place; readonly ways: readonly unknown[] }>(
  receivers: readonly Receiver[],
  ways: number,
): Receiver[][] {
  const parts: Receiver[][] = [];
  let left = 0;
  for (const receiver of receivers) {
    const last = parts.at(-1);
    if (last === undefined || left < receiver.ways.length) {
      parts.push([receiver]);
      left = ways - receiver.ways.length;
    } else {
      last.push(receiver);
      left -= receiver.ways.length;
    }
  }
  return parts;
}
