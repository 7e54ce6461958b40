import { type LensRow, lensPriors } from '../../src/analysis/lens-prior.ts';
import type { Candidates, ResidueMeasured } from '../../src/analysis/residue-measured.ts';
import { lensPrior } from '../../src/analysis/residue-table.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { lensRows } from '../../src/dispatch/residue-lens.ts';
import { measureResidue } from '../../src/dispatch/residue-measure.ts';
import type { Token } from '../../src/kernel/ids.ts';
import { askOf } from '../roles/asking.ts';
import { addLine, linesFile, readLines, writeAbout } from './lines.ts';
import { type BenchPrompt, benchPrompts, type ModelName } from './natural.ts';

/** One measured prompt. */
export interface Line extends BenchPrompt {
  readonly tokens: readonly Token[];
  readonly measured: Omit<ResidueMeasured, 'layers' | 'words' | 'writes' | 'notes'>;
  readonly ms: number;
}

export interface LensLine {
  readonly id: string;
  readonly layers: readonly LensRow[];
}

/** As loose as sensitivity 1 is; of collisions every size of write. */
const LOOSEST: Candidates = { overPrior: 2.12, middle: 0.0707, gone: 0.071, strength: 0.707, write: 0.2 };

/** Measures what of a model's prompts has not been measured yet, for at most so many seconds. */
export async function measureModel(model: ModelName, seconds: number): Promise<boolean> {
  const until = Date.now() + 1000 * seconds;
  const { ask, runner } = await askOf(model);
  try {
    writeAbout(model, ask.model.fingerprint);
    const prompts = benchPrompts(model);
    const natural = prompts.filter(({ kind }) => kind === 'natural');
    return (await measureLens(ask, model, natural, until)) && (await measurePatterns(ask, model, prompts, until));
  } finally {
    await runner.close();
  }
}

async function measureLens(ask: Ask, model: ModelName, prompts: readonly BenchPrompt[], until: number) {
  const file = linesFile(`${model}-lens`);
  const done = new Set(readLines<LensLine>(file).map(({ id }) => id));
  for (const { id, text } of prompts) {
    if (done.has(id)) continue;
    if (Date.now() > until) return false;
    const tokens = await ask.runner.tokenize(text);
    addLine(file, { id, layers: await lensRows(ask, tokens.map((token) => token.id)) });
  }
  return true;
}

async function measurePatterns(ask: Ask, model: ModelName, prompts: readonly BenchPrompt[], until: number) {
  const lens = readLines<LensLine>(linesFile(`${model}-lens`));
  const whole = lensPriors(lens.map(({ layers }) => layers));
  const file = linesFile(model);
  const done = new Set(readLines<Line>(file).map(({ id }) => id));
  for (const prompt of prompts) {
    if (done.has(prompt.id)) continue;
    if (Date.now() > until) return false;
    const tokens = await ask.runner.tokenize(prompt.text);
    const own = lens.find(({ id }) => id === prompt.id.replace('shuffled', 'natural'));
    const started = Date.now();
    const { layers, words, writes, notes, ...measured } = await measureResidue(
      { ...ask, prompt: { text: prompt.text, tokens } },
      (layer, { id }) => without(lensPrior({ lens: whole }, layer, id), own?.layers[layer], id, lens.length, whole.floor),
      LOOSEST,
      { work: false },
    );
    addLine(file, { ...prompt, tokens, measured, ms: Date.now() - started });
    console.error(`${model} ${prompt.id} ${Date.now() - started} ms`);
  }
  return true;
}

/** The prior without the prompt itself, or the prompt that was shuffled. */
function without(mean: number, own: LensRow | undefined, token: number, prompts: number, floor: number): number {
  const mine = own?.find(([id]) => id === token)?.[1] ?? 0;
  return Math.max(floor, (mean * prompts - mine) / (prompts - 1));
}
