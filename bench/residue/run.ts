import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { keepModel } from './keep.ts';
import { measureModel } from './measure.ts';
import { MODELS } from './natural.ts';
import { writePage } from './page.ts';

/**
 * `npm run residue [-- --model shipped|SmolLM2… --seconds N | --keep]`: measures the natural prompts of
 * each model and their shuffles (kept line by line in out/residue, so that a run can be taken up, at
 * most N seconds a run), then writes the models' tables, the rates of the help and docs/residue.md.
 * `--keep` only writes them, from what was measured.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: '' },
      seconds: { type: 'string', default: '1e9' },
      keep: { type: 'boolean', default: false },
    },
  });
  for (const model of MODELS.filter((name) => name.startsWith(values.model))) {
    const whole = values.keep || (await measureModel(model, Number(values.seconds)));
    console.error(model, whole ? 'all measured' : 'to be taken up');
    if (whole) writePage(keepModel(model));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
