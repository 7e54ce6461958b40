import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measureModel } from './measure.ts';
import { MODELS } from './natural.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { model: { type: 'string', default: '' }, seconds: { type: 'string', default: '1e9' } },
  });
  for (const model of MODELS.filter((name) => name.startsWith(values.model)))
    console.error(model, (await measureModel(model, Number(values.seconds))) ? 'all measured' : 'to be taken up');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
