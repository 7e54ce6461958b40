import { loadFonts } from '../renderers/fonts.ts';
import { layoutOf, render } from '../renderers/render.ts';
import { PROMPTS } from '../test/figure/sample-prompts.ts';
import { figuresOf } from '../test/figure/shapes.ts';

/**
 * How long a picture takes once fonts are warm: drawn (on the event loop) and in all (with the PNG
 * encoder, off it). Figures are fixtures; the work does not depend on their numbers.
 *
 *     npx tsx bench/pictures.ts
 */
const ROUNDS = 15;

const started = performance.now();
loadFonts();
console.log(`fonts: ${(performance.now() - started).toFixed(0)} ms, once`);

const shapes = {
  '14 tokens, 30 × 9': { tokens: PROMPTS.ioi, layers: 30, heads: 9 },
  '60 tokens, 30 × 9': { tokens: PROMPTS.long, layers: 30, heads: 9 },
  'Han, 6 × 8': { tokens: PROMPTS.han, layers: 6, heads: 8 },
};
for (const [shape, sample] of Object.entries(shapes)) {
  for (const [kind, figure] of Object.entries(figuresOf(sample))) {
    const all: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) all.push(await timed(() => render(figure)));
    const text = await timed(() => layoutOf(figure));
    console.log(
      `${shape}  ${kind.padEnd(12)} median ${median(all.slice(1))} ms, first ${all[0]?.toFixed(0)} ms, text alone ${text.toFixed(0)} ms`,
    );
  }
}

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function median(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(0);
}
