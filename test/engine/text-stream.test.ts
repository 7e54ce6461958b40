import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextStream } from '../../src/engine/text-stream.ts';
import { type Token, type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { byteCodec, ids } from '../support/byte-codec.ts';

/** Texts in the order they come out, with a mark after each token that was pushed and at a stop. */
function flow(
  tokens: readonly TokenId[],
  stops: readonly string[] = [],
  context: readonly TokenId[] = [],
  mark = '|',
  end = 'stop',
): string {
  const stream = createTextStream(byteCodec, context, stops);
  const join = (settled: readonly Token[]) => settled.map((token) => token.text).join('');
  let out = '';
  for (const id of tokens) {
    const { settled, stopped } = stream.push(id);
    out += join(settled) + mark;
    if (stopped) return out + end;
  }
  return out + join(stream.end());
}

/** All that is shown. */
const text = (tokens: readonly TokenId[], stops: readonly string[] = []) => flow(tokens, stops, [], '', '');

test('a character comes when its last byte has', () => {
  expect(flow(ids('aé😀b'))).toBe('a||é||||😀|b|');
});

test('what never becomes a character shows as U+FFFD, in time or at the end', () => {
  const euro = ids('€');
  expect(flow([...euro.slice(0, 2), tokenId(97)])).toBe('||\uFFFDa|');
  expect(flow([tokenId(97), ...euro.slice(0, 2)])).toBe('a|||\uFFFD');
});

test('a stop text is held back from its first letter and never shown', () => {
  expect(flow(ids('one\n\ntwo'), ['\n\n'])).toBe('o|n|e|||stop');
});

test('what only began like a stop text is shown after all', () => {
  expect(flow(ids('a\nb'), ['\n\n'])).toBe('a||\nb|');
  expect(flow(ids('a\n'), ['\n\n'])).toBe('a||\n');
});

test('the earliest of several stop texts counts, and of a token only what is before it', () => {
  const words = ['The', ' end', '. Q: no'];
  const codec = { decode: (list: readonly TokenId[]) => list.map((id) => words[id] ?? '').join('') };
  const stream = createTextStream(codec, [], ['Q:', ' Q']);
  const settled = [0, 1, 2].flatMap((id) => [...stream.push(tokenId(id)).settled]);
  expect(settled).toEqual([
    { id: 0, text: 'The' },
    { id: 1, text: ' end' },
    { id: 2, text: '.' },
  ]);
});

test('a stop text beyond ASCII is found across its bytes', () => {
  expect(flow(ids('hi 😀 ho'), ['😀'])).toBe('h|i| |||||stop');
});

test('the first token keeps the space a decoder takes from the start of a text', () => {
  const pieces = ['▁The', '▁capital', '▁Paris'];
  const decode = (list: readonly TokenId[]) =>
    list
      .map((id) => pieces[id] ?? '')
      .join('')
      .replaceAll('▁', ' ')
      .replace(/^ /, '');
  const stream = createTextStream({ decode }, [tokenId(0), tokenId(1)], []);
  expect(stream.push(tokenId(2)).settled).toEqual([{ id: 2, text: ' Paris' }]);
});

test('a context that ends within a character lends it no bytes', () => {
  const [lead, rest] = ids('é');
  expect(flow([rest ?? tokenId(0), tokenId(98)], [], [lead ?? tokenId(0)])).toBe('|\uFFFDb|');
});

test('any bytes: the pieces join to the decoded whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const tokens = Array.from(bytes, tokenId);
      expect(text(tokens)).toBe(byteCodec.decode(tokens));
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('any text with any stops: what is shown is what stands before the first of them', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), maxLength: 24 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 }), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(letters, stops, (whole, wanted) => {
      // The stop that is complete first ends it; of those complete at once, the one that begins first.
      const ends = wanted.flatMap((stop) => {
        const start = whole.indexOf(stop);
        return start < 0 ? [] : [{ start, end: start + stop.length }];
      });
      const first = ends.sort((a, b) => a.end - b.end || a.start - b.start)[0];
      expect(text(ids(whole), wanted)).toBe(whole.slice(0, first?.start));
    }),
    { seed: 4, numRuns: 1000 },
  );
});
