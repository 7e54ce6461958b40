import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beforeHeads,
  logitPlace,
  nodeCount,
  nodePlace,
  senderCount,
  senderOf,
} from '../../../models/session/edge-places.ts';
import { edgeCount, waysInto } from '../../../models/session/edge-ways.ts';
import { placeNames } from '../../support/place-names.ts';

const sizes = fc.record({
  layers: fc.integer({ min: 1, max: 4 }),
  heads: fc.integer({ min: 1, max: 5 }),
  tokens: fc.integer({ min: 1, max: 6 }),
});
const placeIn = fc.record({ size: sizes, at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) });

test('a place is the node that counting through them all comes to', () => {
  fc.assert(
    fc.property(placeIn, ({ size, at }) => {
      const place = Math.floor(at * nodeCount(size));
      const { layer, position, unit } = nodePlace(size, place);
      const name = unit === size.heads ? `M${layer}@${position}` : `L${layer}H${unit}@${position}`;
      expect(placeNames(size)(place).name).toBe(name);
      expect(placeNames(size)(logitPlace(size)).name).toBe('logit');
    }),
  );
});

test('every sender of a position is one node or its embedding, in the order in which they write', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const name = placeNames(size);
      const places = Array.from({ length: logitPlace(size) }, (_, place) => place);
      for (let position = 0; position < size.tokens; position++) {
        const here = places
          .map((place) => ({ name: name(place), ...senderOf(size, place) }))
          .filter((each) => each.position === position)
          .sort((a, b) => a.sender - b.sender);
        expect(here.map(({ sender }) => sender)).toEqual(here.map((_, i) => i));
        expect(here).toHaveLength(senderCount(size));
        expect(here.every((each) => each.name.position === position)).toBe(true);
        const depth = here.map((each) => each.name.layer + (each.name.head === undefined ? 0.5 : 0));
        expect(depth).toEqual([...depth].sort((a, b) => a - b));
      }
    }),
  );
});

test('an edge exists exactly where something written earlier is read, as asking every pair says', () => {
  fc.assert(
    fc.property(placeIn, fc.boolean(), ({ size, at }, exact) => {
      const place = Math.floor(at * (nodeCount(size) + 1));
      const receiver = place === nodeCount(size) ? logitPlace(size) : place;
      const name = placeNames(size);
      const to = name(receiver);
      const metric = [size.tokens - 1];
      const ways = waysInto(receiver, size, metric, exact);
      for (const via of ['query', 'key', 'value', 'mlp', 'logit'] as const) {
        let count = 0;
        for (let sender = 0; sender < logitPlace(size); sender++) {
          const from = name(sender);
          const number = senderOf(size, sender).sender;
          const listed = ways.some(
            (way) => way.via === via && way.sources.includes(from.position) && number < way.senders,
          );
          expect(listed, `${from.name} → ${to.name} via ${via}`).toBe(mayBe(from, to, via));
          if (listed) count++;
        }
        expect(ways.filter((way) => way.via === via).reduce((sum, way) => sum + edgeCount(way), 0)).toBe(
          count,
        );
      }

      function mayBe(from: typeof to, into: typeof to, via: string): boolean {
        if (into.name === 'logit') return via === 'logit' && metric.includes(from.position);
        const sameLayerHead = from.layer === into.layer && from.head !== undefined;
        if (into.head === undefined)
          return (
            via === 'mlp' && from.position === into.position && (from.layer < into.layer || sameLayerHead)
          );
        if (from.layer >= into.layer || from.position > into.position) return false;
        if (via === 'value') return true;
        const looks = exact && into.position > 0;
        return looks && (via === 'key' || (via === 'query' && from.position === into.position));
      }
    }),
  );
});

test('before the first layer there is only the embedding, before the logit everything', () => {
  expect(beforeHeads(0, 9)).toBe(1);
  expect(beforeHeads(30, 9)).toBe(senderCount({ layers: 30, heads: 9 }));
});
