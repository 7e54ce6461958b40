import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type CalibrationTime, timeCalibration } from './calibration-time.ts';
import { type LensChoice, measureChoices } from './choices.ts';
import { keepShippedLens } from './keep.ts';
import { type LensMeasured, measureLens } from './measure.ts';
import { lensPage } from './page.ts';
import { compareWithNumpy, type Reference } from './reference.ts';

/** All that docs/lens.md says, beside it as docs/lens.json. */
export interface Measured {
  readonly models: Readonly<Record<string, Partial<ModelMeasured>>>;
}

export interface ModelMeasured {
  readonly time: CalibrationTime;
  readonly lens: LensMeasured;
  readonly numpy: Reference;
  readonly choices: readonly LensChoice[];
}

const DATA = new URL('../../docs/lens.json', import.meta.url);
const PAGE = new URL('../../docs/lens.md', import.meta.url);
const MODELS = ['shipped', 'SmolLM2-135M-Instruct'];

const PARTS = {
  time: timeCalibration,
  lens: (model: string) => measureLens(model, (words) => console.log(words)),
  numpy: compareWithNumpy,
  choices: (model: string) => measureChoices(model, (words) => console.log(words)),
} as const;

/**
 * `npm run lens [-- --only PART] [-- --model NAME]`: calibrates both models (the teaching model's lens is
 * written to where it is shipped), holds both lenses against the final distribution on texts the lens was
 * not fitted on, and against NumPy, tries other ways to fit it, and writes docs/lens.md. Parts: time, lens,
 * numpy, choices; `page` writes alone.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, model: { type: 'string' } } });
  let measured: Measured = await readFile(DATA, 'utf8').then(JSON.parse, () => ({ models: {} }));
  if (values.only === undefined && (values.model ?? 'shipped') === 'shipped') await keepShippedLens();
  for (const model of MODELS.filter((name) => (values.model ?? name) === name))
    for (const part of Object.keys(PARTS).filter((name) => (values.only ?? name) === name))
      if (isPart(part)) {
        const found = await PARTS[part](model);
        const before = measured.models[model] ?? {};
        measured = { models: { ...measured.models, [model]: { ...before, [part]: found } } };
        await writeFile(DATA, `${JSON.stringify(measured)}\n`);
      }
  await writeFile(PAGE, lensPage(measured));
}

const isPart = (name: string): name is keyof typeof PARTS => name in PARTS;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
