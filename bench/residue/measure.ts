import { LENS_FLOOR, type LensRow, largerPriors, lensPriors } from '../../src/analysis/lens-prior.ts';
import type { Candidates, ResidueMeasured } from '../../src/analysis/residue-measured.ts';
import { type ResidueTable, strictness } from '../../src/analysis/residue-table.ts';
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

/** Up to which sensitivity hits are measured: what it takes grows with the model. */
export const SENSITIVE: Readonly<Record<ModelName, number>> = { shipped: 1, 'SmolLM2-135M-Instruct': 0.8 };

/** Thresholds of that sensitivity, a little looser for the rounding of what is kept. */
function loosest(model: ModelName): Candidates {
  const strict = 0.998 * strictness(SENSITIVE[model]);
  return {
    overPrior: 3 * strict,
    middle: 0.1 * strict,
    gone: 0.05 / strict,
    strength: strict,
    write: LEAST_WRITE * strict,
  };
}

/** Least threshold that a fit may choose for ⇌, logits. */
export const LEAST_WRITE = 0.3;

/** Models asked side by side: one alone leaves the cores idle between its calls. */
const SIDE_BY_SIDE = 2;

/** Measures what of a model's prompts has not been measured yet, for at most so many seconds. */
export async function measureModel(model: ModelName, seconds: number): Promise<boolean> {
  const until = Date.now() + 1000 * seconds;
  const asked = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => askOf(model)));
  const asks = asked.map(({ ask }) => ask);
  try {
    writeAbout(model, asks[0]?.model.fingerprint ?? '');
    const prompts = benchPrompts(model);
    return (
      (await measureLens(asks, model, prompts, until)) && (await measurePatterns(asks, model, prompts, until))
    );
  } finally {
    for (const { runner } of asked) await runner.close();
  }
}

/** Each prompt that is not done yet, by whichever model is free. @returns whether all are done */
async function each(
  asks: readonly Ask[],
  prompts: readonly BenchPrompt[],
  done: ReadonlySet<string>,
  until: number,
  measure: (ask: Ask, prompt: BenchPrompt) => Promise<void>,
): Promise<boolean> {
  const left = prompts.filter(({ id }) => !done.has(id));
  const work = async (ask: Ask): Promise<void> => {
    while (Date.now() < until) {
      const prompt = left.shift();
      if (prompt === undefined) return;
      await measure(ask, prompt);
    }
  };
  await Promise.all(asks.map(work));
  return left.length === 0;
}

function measureLens(asks: readonly Ask[], model: ModelName, prompts: readonly BenchPrompt[], until: number) {
  const file = linesFile(`${model}-lens`);
  const done = new Set(readLines<LensLine>(file).map(({ id }) => id));
  return each(asks, prompts, done, until, async (ask, { id, text }) => {
    const tokens = await ask.runner.tokenize(text);
    const layers = await lensRows(
      ask,
      tokens.map((token) => token.id),
    );
    addLine(file, { id, layers });
  });
}

function measurePatterns(
  asks: readonly Ask[],
  model: ModelName,
  prompts: readonly BenchPrompt[],
  until: number,
) {
  const lens = readLines<LensLine>(linesFile(`${model}-lens`));
  const priorWithout = leavingOut(lens);
  const file = linesFile(model);
  const finished = new Set(readLines<Line>(file).map(({ id }) => id));
  return each(asks, prompts, finished, until, async (ask, prompt) => {
    const tokens = await ask.runner.tokenize(prompt.text);
    const prior = priorWithout(numberOf(prompt.id));
    const started = Date.now();
    const { layers, words, writes, notes, ...measured } = await measureResidue(
      { ...ask, prompt: { text: prompt.text, tokens } },
      (layer, { id }) => prior(layer, id),
      loosest(model),
      { work: false },
    );
    addLine(file, { ...prompt, tokens, measured, ms: Date.now() - started });
    console.error(`${model} ${prompt.id} ${Date.now() - started} ms`);
  });
}

/** Of a prompt and its shuffle. */
const numberOf = (id: string): string => id.replace(/\D/g, '');

const KINDS = ['natural', 'shuffled'] as const;

/** The lens's liking of each token, over natural prompts or over shuffled ones, whichever is larger. */
export function lensOf(lines: readonly LensLine[]): ResidueTable['lens'] {
  const of = (kind: BenchPrompt['kind']) =>
    lensPriors(lines.filter(({ id }) => id.startsWith(kind)).map(({ layers }) => layers));
  return largerPriors(of('natural'), of('shuffled'));
}

/** The same with a prompt and its shuffle left out, by their number: sums are made once. */
function leavingOut(lines: readonly LensLine[]) {
  const kinds = KINDS.map((kind) => {
    const mine = lines.filter(({ id }) => id.startsWith(kind));
    const sums: Map<number, number>[] = [];
    for (const { layers } of mine)
      layers.forEach((row, layer) => {
        const sum = sums[layer] ?? new Map<number, number>();
        for (const [id, prob] of row) sum.set(id, (sum.get(id) ?? 0) + prob);
        sums[layer] = sum;
      });
    return { kind, sums, prompts: mine.length };
  });
  return (number: string) => {
    const own = kinds.map(({ kind }) => lines.find(({ id }) => id === `${kind}-${number}`));
    const left = (layer: number, token: number) => (i: number) =>
      own[i]?.layers[layer]?.find(([id]) => id === token)?.[1] ?? 0;
    return (layer: number, token: number): number =>
      Math.max(
        LENS_FLOOR,
        ...kinds.map(
          ({ sums, prompts }, i) =>
            ((sums[layer]?.get(token) ?? 0) - left(layer, token)(i)) / Math.max(1, prompts - 1),
        ),
      );
  };
}
