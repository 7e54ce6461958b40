import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dotpHome } from '../../models/sources/home.ts';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { askOf } from '../roles/asking.ts';
import {
  type Found,
  measureContradiction,
  shippedContradictions,
  smollm2Contradictions,
} from './conflicts.ts';
import { measureQuestion, type Row } from './measure.ts';
import type { Measured, MeasuredSet } from './measured.ts';
import { hallucinationPage } from './page.ts';
import { shippedQuestions, smollm2Questions } from './questions.ts';
import { summaries } from './summary.ts';
import { worthTable } from './worth.ts';

const DATA = new URL('../../docs/hallucination.json', import.meta.url);
const PAGE = new URL('../../docs/hallucination.md', import.meta.url);
const WORTH = new URL('../../src/dispatch/uncertainty-worth.json', import.meta.url);

const SMOLLM2 = 'SmolLM2-135M-Instruct';

type Name = keyof Measured;
type Keep = (set: MeasuredSet<Row | Found>) => Promise<void>;

const PARTS: Readonly<Record<Name, (before: Measured, keep: Keep) => Promise<void>>> = {
  shipped: async ({ shipped }, keep) =>
    each('shipped', await shippedQuestions(), measureQuestion, shipped, keep),
  smollm2: async ({ smollm2 }, keep) =>
    each(SMOLLM2, await smollm2Questions(), measureQuestion, smollm2, keep),
  'shipped-conflicts': async (before, keep) =>
    each('shipped', await shippedContradictions(), measureContradiction, before['shipped-conflicts'], keep),
  'smollm2-conflicts': async (before, keep) =>
    each(SMOLLM2, smollm2Contradictions(), measureContradiction, before['smollm2-conflicts'], keep),
};

/**
 * `npm run hallucination [-- --only shipped|smollm2|page] [--anew]`: measures what docs/hallucination.json
 * lacks, of both models or of one or (`page`) nothing, and writes docs/hallucination.md and what replies say
 * of their own numbers. `--anew` measures what is there too.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, anew: { type: 'boolean' } },
  });
  let measured: Measured = await readFile(DATA, 'utf8').then(JSON.parse, () => ({}));
  for (const [name, part] of Object.entries(PARTS)) {
    if (!name.startsWith(values.only ?? '')) continue;
    await part(values.anew === true ? {} : measured, async (set) => {
      measured = { ...measured, [name]: set };
      await writeFile(DATA, `${JSON.stringify(measured)}\n`);
    });
  }
  const told = [measured.shipped, measured.smollm2].flatMap((set) =>
    // a set that was cut may lack one of the classes
    set?.rows.some(({ known }) => !known) ? [{ ...set, summaries: summaries(set.rows) }] : [],
  );
  await writeFile(WORTH, worthTable(told));
  await writeFile(PAGE, hallucinationPage(measured, told));
}

/** One after the other; kept every five, so that a cut run leaves what it has. */
async function each<Q extends { readonly prompt: string }, R extends Q>(
  model: string,
  questions: readonly Q[],
  measure: (ask: Ask, question: Q) => Promise<R>,
  before: MeasuredSet<R> | undefined,
  keep: (set: MeasuredSet<R>) => Promise<void>,
): Promise<void> {
  const { ask: bare, runner } = await askOf(model);
  const { fingerprint } = bare.model;
  const ask = { ...bare, shelf: keptMeasurements(dotpHome(process.env))(fingerprint) }; // its linear lens
  const rows: R[] = [];
  for (const [i, question] of questions.entries()) {
    const kept = before?.rows.find(({ prompt }) => prompt === question.prompt);
    rows.push(kept ?? (await measure(ask, question)));
    if (kept === undefined && (i % 5 === 4 || i === questions.length - 1)) {
      process.stderr.write(`${model} ${i + 1} of ${questions.length}\n`);
      await keep({ model, fingerprint, rows });
    }
  }
  await runner.close();
}

await main();
