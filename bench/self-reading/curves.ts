import type { LayerTally, Tally } from './tally.ts';

const SIZE = { width: 720, height: 300, left: 48, right: 16, top: 16, bottom: 34 } as const;
const COLOR = { is: '#b58900', says: '#1a9850', grid: '#8884', text: '#888' } as const;

/** The two curves of a model over its layers as an SVG: solid what was named, dashed the same with random vectors. */
export function curvesSvg({ is, says }: Tally): string {
  const layers = is.length;
  const x = (layer: number) =>
    SIZE.left + (layer / Math.max(1, layers - 1)) * (SIZE.width - SIZE.left - SIZE.right);
  const y = (share: number) => SIZE.height - SIZE.bottom - share * (SIZE.height - SIZE.top - SIZE.bottom);
  const curve = (of: readonly LayerTally[], field: 'named' | 'random', color: string) => {
    const points = of.map(
      (each, layer) => `${x(layer).toFixed(1)},${y(each[field] / Math.max(1, each.tokens)).toFixed(1)}`,
    );
    const style = field === 'named' ? 'stroke-width="2.5"' : 'stroke-width="1.5" stroke-dasharray="5 4"';
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" ${style}/>`;
  };
  const text = (at: number, line: number, words: string, anchor: string, color: string = COLOR.text) =>
    `<text x="${at.toFixed(1)}" y="${line.toFixed(1)}" text-anchor="${anchor}" fill="${color}">${words}</text>`;
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<path d="M${SIZE.left} ${y(share)}H${SIZE.width - SIZE.right}" stroke="${COLOR.grid}"/>`,
    text(SIZE.left - 8, y(share) + 4, `${100 * share} %`, 'end'),
  ]);
  const every = layers > 12 ? 3 : 1;
  const labels = is.flatMap((_, layer) =>
    layer % every === 0 ? [text(x(layer), SIZE.height - 12, `L${layer}`, 'middle')] : [],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12">`,
    '<title>Share of tokens whose state names itself, and its next word, by layer</title>',
    ...grid,
    ...labels,
    curve(is, 'random', COLOR.is),
    curve(says, 'random', COLOR.says),
    curve(is, 'named', COLOR.is),
    curve(says, 'named', COLOR.says),
    text(x(0) + 10, y(1) + 14, 'what it is: names its own token', 'start', COLOR.is),
    text(x(0.6 * (layers - 1)), y(1) + 14, 'what it will say: names the next word', 'middle', COLOR.says),
    '</svg>',
    '',
  ].join('\n');
}
