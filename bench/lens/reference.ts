import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeSafetensors } from '../../models/formats/safetensors-write.ts';
import { linearLens } from '../../src/dispatch/calibration.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { residualHooks } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { askOf } from '../roles/asking.ts';

/** How far the kept lens is from the one NumPy fits on the same texts, read anew without a cache. */
export interface Reference {
  readonly states: number;
  readonly rows: readonly { readonly depth: number; readonly map: number; readonly mapped: number }[];
}

const SCRIPT = fileURLToPath(new URL('reference.py', import.meta.url));
/** Rows that are read together. */
const TOGETHER = 8;

/** Needs Python with NumPy on the PATH. */
export async function compareWithNumpy(model: string): Promise<Reference> {
  const { ask, runner } = await askOf(model);
  const folder = await mkdtemp(join(tmpdir(), 'dotp-lens-'));
  try {
    const lens = await linearLens(ask);
    if (lens === undefined) throw new RangeError(`${model} has no lens`);
    const { layers } = ask.model;
    const depths = [0, 1, layers, 2 * layers - 1];
    const file = join(folder, 'states.safetensors');
    const states = await statesOf(runner, lens.about, residualHooks(layers), depths);
    const about = { ridge: String(lens.about.ridge), depths: JSON.stringify(depths) };
    await writeSafetensors(file, states, about);
    const { stdout } = await promisify(execFile)('python3', [SCRIPT, file, lens.path]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await runner.close();
  }
}

/** The texts are written again from their seed, then read in whole rows. */
async function statesOf(
  runner: Runner,
  about: { start: readonly number[]; samples: number; tokens: number; seed: number },
  hooks: readonly string[],
  depths: readonly number[],
): Promise<Map<string, Tensor>> {
  const start = about.start.map(tokenId);
  const { samples } = await runner.generate(
    {
      tokens: start,
      maxTokens: about.tokens,
      samples: about.samples,
      pastEnd: true,
      sampling: { temperature: 1, seed: about.seed },
    },
    { deadlineMs: 3_600_000 },
  );
  const rows = samples.map(({ tokens }) => [...start, ...tokens.slice(0, -1).map(({ id }) => id)]);
  const names = new Map(depths.map((depth) => [`depth.${depth}`, hooks[depth] ?? '']));
  names.set('final', hooks.at(-1) ?? '');
  const found = new Map(Array.from(names.keys(), (name): [string, number[][]] => [name, []]));
  for (let from = 0; from < rows.length; from += TOGETHER) {
    const part = rows.slice(from, from + TOGETHER);
    const read = await runner.traceBatch(
      { rows: part, hooks: [...new Set(names.values())] },
      { deadlineMs: 3_600_000 },
    );
    for (const [name, hook] of names) {
      const state = read.get(hook);
      if (state === undefined) throw new RangeError(`a run without ${hook}`);
      part.forEach((row, r) => {
        for (let p = start.length; p < row.length; p++) found.get(name)?.push([...at(state, r, p).data]);
      });
    }
  }
  return new Map(
    Array.from(found, ([name, states]) => [
      name,
      tensor([states.length, states[0]?.length ?? 0], Float32Array.from(states.flat())),
    ]),
  );
}
