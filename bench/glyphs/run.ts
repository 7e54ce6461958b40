import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { RolesFinding } from '../../src/analysis/roles-finding.ts';
import type { GlyphRates } from '../../src/dispatch/glyph-rates.ts';
import { askOf } from '../roles/asking.ts';
import type { SetName } from '../truth/prompt-set.ts';
import { nullRates, untrainedRates } from './model-rates.ts';
import { glyphsPage } from './page.ts';
import { type PromptRates, promptRates, ratesOfPrompts } from './prompt-rates.ts';

type Rate = GlyphRates['rates'][number];
type ModelName = 'shipped' | 'smollm2';

/** What `.p/help reflect.glyphs` prints. */
const TABLE = new URL('../../src/dispatch/glyph-rates/roles.json', import.meta.url);
const COUNTS = new URL('../../docs/glyphs.json', import.meta.url);
const PAGE = new URL('../../docs/glyphs.md', import.meta.url);
const ROLES = new URL('../../docs/roles.json', import.meta.url);

const MODELS: Readonly<Record<ModelName, { readonly name: string; readonly set: SetName }>> = {
  shipped: { name: 'shipped', set: 'shipped' },
  smollm2: { name: 'SmolLM2-135M-Instruct', set: 'smollm2-unseen' },
};

const read = <T>(file: URL, otherwise: T): Promise<T> =>
  readFile(file, 'utf8').then(JSON.parse, () => otherwise);

/** Roles as docs/roles.json has them, asked of prompts; goes on where a run was stopped. */
async function ofPrompts(model: ModelName, until: number): Promise<Rate[]> {
  const { name, set } = MODELS[model];
  const known: Record<ModelName, RolesFinding> = JSON.parse(await readFile(ROLES, 'utf8'));
  const counts = await read<Partial<Record<ModelName, PromptRates>>>(COUNTS, {});
  const { ask, runner } = await askOf(name);
  const found = await promptRates(ask, known[model], name, set, counts[model], until);
  await runner.close();
  await writeFile(COUNTS, `${JSON.stringify({ ...counts, [model]: found })}\n`);
  return ratesOfPrompts(found);
}

const PARTS: Readonly<Record<string, (until: number) => Promise<Rate[]>>> = {
  untrained: untrainedRates,
  shipped: () => nullRates('shipped'),
  smollm2: () => nullRates('SmolLM2-135M-Instruct'),
  'shipped-prompts': (until) => ofPrompts('shipped', until),
  'smollm2-prompts': (until) => ofPrompts('smollm2', until),
};

/**
 * `npm run glyphs [-- --only PART] [--minutes N]`: how often each role’s glyph is drawn where it should not
 * be; `--only page` measures nothing.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, minutes: { type: 'string' } } });
  const until = Date.now() + 60_000 * Number(values.minutes ?? Number.POSITIVE_INFINITY);
  let { rates } = await read<Pick<GlyphRates, 'rates'>>(TABLE, { rates: [] });
  for (const part of Object.keys(PARTS).filter((each) => (values.only ?? each) === each)) {
    const fresh = (await PARTS[part]?.(until)) ?? [];
    const about = ({ glyph, model, on }: Rate) => `${glyph} ${model} ${on.replace(/^\d+ /, '')}`;
    const replaced = new Set(fresh.map(about));
    rates = [...rates.filter((old) => !replaced.has(about(old))), ...fresh];
  }
  await writeFile(TABLE, `${JSON.stringify({ by: 'bench/glyphs/run.ts', rates }, null, 2)}\n`);
  const counts = await read<Partial<Record<ModelName, PromptRates>>>(COUNTS, {});
  await writeFile(PAGE, glyphsPage(rates, Object.values(counts)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
