import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { GlyphRates } from '../../src/dispatch/glyph-rates.ts';
import { nullRates, untrainedRates } from './model-rates.ts';

type Rate = GlyphRates['rates'][number];

/** What `.p/help reflect.glyphs` prints. */
const TABLE = new URL('../../src/dispatch/glyph-rates/roles.json', import.meta.url);

const PARTS: Readonly<Record<string, () => Promise<Rate[]>>> = {
  untrained: untrainedRates,
  shipped: () => nullRates('shipped'),
  smollm2: () => nullRates('SmolLM2-135M-Instruct'),
};

/** `npm run glyphs [-- --only PART]`: how often each role's glyph is drawn where it should not be. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const before: GlyphRates['rates'] = await readFile(TABLE, 'utf8').then(
    (text) => JSON.parse(text).rates,
    () => [],
  );
  const wanted = Object.keys(PARTS).filter((part) => (values.only ?? part) === part);
  let rates = [...before];
  for (const part of wanted) {
    const fresh = (await PARTS[part]?.()) ?? [];
    const same = (a: Rate, b: Rate) => a.glyph === b.glyph && a.model === b.model && a.on === b.on;
    rates = [...rates.filter((old) => !fresh.some((each) => same(each, old))), ...fresh];
  }
  await writeFile(TABLE, `${JSON.stringify({ by: 'bench/glyphs/run.ts', rates }, null, 1)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
