import { cp, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openWeights } from '../../../models/formats/open.ts';
import type { AttributedEdge } from '../../../src/kernel/attributed.ts';
import { gradientGolden } from '../../support/gradient-goldens.ts';
import { golden, goldenFile, load, TEST_CACHE } from '../../support/llama-goldens.ts';
import { placeNames } from '../../support/place-names.ts';

/** An edge whose path is cut in the weights is exactly nothing; its neighbours are not. */
const { tokens } = await golden('qwen2');
const { metric } = await gradientGolden('qwen2');
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** The checkpoint with parts of one weight, `[out, in]`, set to zero. */
async function edgesWithout(weight: string, inside: (row: number, column: number) => boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-cut-'));
  folders.push(folder);
  await cp(goldenFile('qwen2'), folder, { recursive: true });
  const opened = await openWeights(folder, { cacheFolder: TEST_CACHE });
  const place = opened.weights.tensors.get(weight);
  if (place?.file.startsWith(folder) !== true) throw new Error(`no ${weight} in ${folder}`);
  const [rows = 0, columns = 0] = place.shape;
  const bytes = place.length / (rows * columns);
  const handle = await open(place.file, 'r+');
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (inside(row, column))
        await handle.write(new Uint8Array(bytes), 0, bytes, place.offset + (row * columns + column) * bytes);
  await handle.close();
  const model = await load(opened);
  const [clean = []] = tokens;
  const named = placeNames({ ...model.facts, tokens: clean.length });
  const { edges } = await model
    .attribute({ tokens: clean, metric: metric[0] ?? [], rules: 'exact', edges: { top: 1e6 } })
    .finally(model.close);
  return (edges?.list ?? []).map((edge) => ({ ...edge, from: named(edge.from), to: named(edge.to) }));
}

type NamedEdge = Awaited<ReturnType<typeof edgesWithout>>[number];
const HEAD_WIDTH = 14;
const GROUP = 3;

const edgesInto = (edges: readonly NamedEdge[], via: AttributedEdge['via'], head: number): number[] =>
  edges
    .filter(({ to, via: by }) => by === via && to.layer === 1 && to.head === head)
    .map(({ score }) => score);
const partOf = (row: number): number => Math.floor(row / HEAD_WIDTH);

test('a head that writes nothing is in no edge', async () => {
  const edges = await edgesWithout('model.layers.0.self_attn.o_proj.weight', (_, column) =>
    [2, 3].includes(partOf(column)),
  );
  const heads = new Set(
    edges
      .flatMap(({ from, to }) => [from, to])
      .flatMap(({ layer, head }) => (layer === 0 ? (head ?? []) : [])),
  );
  expect([...heads].sort()).toEqual([0, 1, 4, 5]);
});

test.each([
  ['value', 'v', 1],
  ['key', 'k', 0],
  ['query', 'q', 4],
] as const)(
  '%s edges are exactly nothing where %s_proj of head %i is, and only there',
  async (via, letter, cut) => {
    const edges = await edgesWithout(
      `model.layers.1.self_attn.${letter}_proj.weight`,
      (row) => partOf(row) === cut,
    );
    for (const each of ['value', 'key', 'query'] as const)
      for (let head = 0; head < 2 * GROUP; head++) {
        const scores = edgesInto(edges, each, head);
        const isCut = each === via && (via === 'query' ? head === cut : Math.floor(head / GROUP) === cut);
        // Where all values are alike it does not matter where a head looks: those are nothing but for rounding.
        if (via === 'value' && each !== 'value' && Math.floor(head / GROUP) === cut) continue;
        expect(scores.length, `${each} of head ${head}`).toBeGreaterThan(0);
        expect(
          scores.every((score) => score === 0),
          `${each} of head ${head}`,
        ).toBe(isCut);
      }
  },
);
