import { readFile } from 'node:fs/promises';
import { dotpHome } from '../../models/sources/home.ts';
import { LENSES, type LensName, lensStates } from '../../src/analysis/lens.ts';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import { linearLens } from '../../src/dispatch/calibration.ts';
import { openRunner } from '../../src/engine/open.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { residualHooks } from '../../src/kernel/hooks.ts';
import type { ModelFacts } from '../../src/kernel/model.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { openDistributions } from './compare.ts';

export interface LensMeasured {
  readonly model: string;
  readonly texts: number;
  readonly positions: number;
  readonly hooks: readonly string[];
  readonly lenses: Readonly<Record<LensName, LensCurve>>;
}

export interface LensCurve {
  /** By depth: mean KL(final ‖ lens), nats, and share of positions whose likeliest token is the final one. */
  readonly kl: readonly number[];
  readonly agreement: readonly number[];
  /** Index of the depth from which the likeliest token is the final one for good, of every position, sorted. */
  readonly settles: readonly number[];
}

/** Positions read of one text, spread over it; the first is left out. */
const PER_TEXT = 16;
/** Texts whose positions are compared together. */
const TOGETHER = 4;
/** Tokens of a text that are read. */
const LONGEST = 60;

/** Texts the lens was not fitted on: passages in plain English, or prompts the teaching model never saw. */
async function textsFor(model: string): Promise<string[]> {
  if (model !== 'shipped')
    return JSON.parse(await readFile(new URL('passages.json', import.meta.url), 'utf8'));
  const file = new URL('../../models/teaching/prompts.json', import.meta.url);
  const prompts: { prompt: string }[] = JSON.parse(await readFile(file, 'utf8'));
  const every = Math.floor(prompts.length / 60);
  return prompts.filter((_, i) => i % every === 0).map(({ prompt }) => prompt);
}

/**
 * How near each lens is to what the model says in the end, at every depth.
 *
 * @param file  of a linear lens; the model's own when left out
 */
export async function measureLens(
  model: string,
  say: (words: string) => void,
  file?: string,
): Promise<LensMeasured> {
  const runner = await openRunner({ model, env: process.env });
  const facts = await runner.facts();
  const path = file ?? (await ownLens(runner, facts));
  const distributions = await openDistributions(model);
  const hooks = residualHooks(facts.layers);
  const texts = await textsFor(model);
  const kl = { linear: hooks.map(() => 0), logit: hooks.map(() => 0) };
  const agree = { linear: hooks.map(() => 0), logit: hooks.map(() => 0) };
  const settles: Record<LensName, number[]> = { linear: [], logit: [] };
  let positions = 0;
  for (let from = 0; from < texts.length; from += TOGETHER) {
    const part = texts.slice(from, from + TOGETHER);
    const states: Tensor[] = [];
    for (const text of part) states.push(await readStates(runner, text, hooks));
    const mapped: Tensor[] = [];
    for (const read of states) mapped.push(await runner.mapStates(read, path));
    const seen = { logit: states, linear: mapped };
    const finals = await distributions.read(atDepth(states, hooks.length - 1, hooks.length));
    for (const lens of LENSES) {
      const best: Float32Array[] = [];
      for (const depth of hooks.keys()) {
        const found = await distributions.compare(atDepth(seen[lens], depth, hooks.length), finals);
        best.push(found.best);
        kl[lens][depth] = (kl[lens][depth] ?? 0) + found.kl.reduce((sum, x) => sum + x, 0);
      }
      const last = best.at(-1) ?? new Float32Array(0);
      best.forEach((words, depth) => {
        agree[lens][depth] = (agree[lens][depth] ?? 0) + words.filter((word, p) => word === last[p]).length;
      });
      settles[lens].push(...Array.from(last, (word, p) => best.findLastIndex((at) => at[p] !== word) + 1));
    }
    positions += finals.length / facts.vocab;
    say(`${model}: ${from + part.length} of ${texts.length} texts`);
  }
  await distributions.close();
  await runner.close();
  const curve = (lens: LensName): LensCurve => ({
    kl: kl[lens].map((sum) => sum / positions),
    agreement: agree[lens].map((sum) => sum / positions),
    settles: settles[lens].sort((a, b) => a - b),
  });
  return {
    model: facts.name,
    texts: texts.length,
    positions,
    hooks,
    lenses: { linear: curve('linear'), logit: curve('logit') },
  };
}

async function ownLens(runner: Runner, model: ModelFacts): Promise<string> {
  const shelf = keptMeasurements(dotpHome(process.env))(model.fingerprint);
  const linear = await linearLens({ runner, model, shelf, options: {} });
  if (linear === undefined) throw new RangeError(`${model.name} is too large to be calibrated here`);
  return linear.path;
}

/** `[position × depth, D]` of a text, depth fastest. */
async function readStates(runner: Runner, text: string, hooks: readonly string[]): Promise<Tensor> {
  const tokens = (await runner.tokenize(text)).map(({ id }) => id).slice(0, LONGEST);
  return lensStates(await runner.trace({ tokens, hooks }), spread(tokens.length));
}

/** One depth of the positions of several texts, `[N, D]`. */
function atDepth(texts: readonly Tensor[], depth: number, depths: number): Float32Array {
  const rows = texts.flatMap((states) =>
    Array.from({ length: (states.shape[0] ?? 0) / depths }, (_, p) => at(states, p * depths + depth).data),
  );
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

/** Up to `PER_TEXT` positions, evenly, the last one among them. */
function spread(length: number): number[] {
  const count = Math.min(PER_TEXT, length - 1);
  return Array.from({ length: count }, (_, i) => length - 1 - Math.floor((i * (length - 1)) / count)).sort(
    (a, b) => a - b,
  );
}
