import { expect, test } from 'vitest';
import { layoutOf } from '../../renderers/render.ts';
import { spotsOf } from '../../renderers/web-layout.ts';
import { webFigure } from '../../src/figure/web.ts';
import type { WebFigure } from '../../src/figure/web-figure.ts';
import { PROMPTS } from '../figure/sample-prompts.ts';
import { sampleWeb } from '../figure/sample-web.ts';
import { faultsOf } from './faults.ts';

const PIECES = ['The first of four', 'The second of four', 'The third of four', 'Four'];

/** Four pieces; each link as wide as a link can be. */
function webOf(links: readonly (readonly [number, number])[]): WebFigure {
  return {
    kind: 'web',
    ...{ title: 'What moved “Four”?', subtitle: '', footer: [], alt: '' },
    nodes: PIECES.map((label, i) => ({
      ...{ number: String(i + 1), label, role: 'sentence', share: 1, quiet: false },
    })),
    links: links.map(([from, to]) => ({ from, to, share: 1, text: '+1.0 ± 0.1' })),
    ...{ pairs: [], scale: '1.0 nats' },
  };
}

/** Of each piece: how far below its dot its label begins; negative when it stands over it. */
function sidesOf(figure: WebFigure): number[] {
  const boxes = layoutOf(figure);
  return spotsOf(figure).map(({ y }, i) => {
    const box = boxes.find(({ text }) => text === `${i + 1} ${PIECES[i]}`);
    return box === undefined ? Number.NaN : Math.sign(box.y + box.height / 2 - y);
  });
}

test('a label stands under its dot, and over it where a line runs down from there', () => {
  const [first, second] = spotsOf(webOf([]));
  expect((second?.y ?? 0) - (first?.y ?? 0)).toBeGreaterThan(50); // so the line runs down
  expect(sidesOf(webOf([]))).toEqual([1, 1, 1, 1]);
  expect(sidesOf(webOf([[0, 1]]))).toEqual([-1, 1, 1, 1]);
});

test.each([2, 4, 6, 9, 12, 13, 16])('no text covers another among %i pieces, on either side', (count) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const shape = { tokens: PROMPTS.longest.slice(0, count - 1), layers: 6, heads: 8, seed };
    expect(faultsOf(webFigure(sampleWeb(shape)))).toEqual([]);
  }
});

test('where a piece stands depends on nothing that was measured', () => {
  const places = (figure: WebFigure) => spotsOf(figure).map(({ x, y }) => [x, y]);
  expect(
    places(
      webOf([
        [0, 1],
        [1, 3],
      ]),
    ),
  ).toEqual(places(webOf([])));
});
