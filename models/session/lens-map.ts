import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import { LENS_BIASES, LENS_MAPS, lensMapGraph } from '../graph/lens.ts';
import type { WeightTable } from '../weights.ts';
import { dataOf } from './derived.ts';
import { type GraphSession, openSession } from './runtime.ts';
import { weightFolder } from './weight-folder.ts';

export interface LensMapping {
  /**
   * States as a linear lens sees them.
   *
   * @param states  `[N · (depths + 1), D]`, depth fastest, the last of each final and left as it is
   * @param file    as `fitLens` writes it; stays open until another one is asked for
   * @throws {ModelError} `states-misshapen`, `lens-unfit` (a lens of another model), of reading the file
   */
  map(states: Tensor, file: string): Promise<Tensor>;
  close(): Promise<void>;
}

interface Opened {
  readonly file: string;
  readonly session: GraphSession;
  readonly output: string;
}

/** The maps stay mapped from their file. */
export function lensMapping(model: { layers: number; width: number }, cacheFolder: string): LensMapping {
  const { width } = model;
  const depths = 2 * model.layers;
  let opened: Opened | undefined;

  async function close(): Promise<void> {
    await opened?.session.close();
    opened = undefined;
  }

  async function open(file: string): Promise<Opened> {
    if (opened?.file === file) return opened;
    await close();
    const lens = await readSafetensors(file);
    checkLens(lens, depths, width, file);
    const { spec, output } = lensMapGraph(lens, depths);
    const folder = await weightFolder(lens, cacheFolder);
    opened = { file, session: await openSession(spec, folder, { device: 'cpu', prepack: false }), output };
    return opened;
  }

  return {
    async map(states, file) {
      const count = states.data.length / ((depths + 1) * width);
      if (!Number.isInteger(count) || states.shape[1] !== width) throw misshapen(states, depths + 1, width);
      const { session, output } = await open(file);
      const shape = [count, depths + 1, width];
      const found = await session.run(new Map([['states', { type: 'float32', shape, data: states.data }]]), [
        output,
      ]);
      return tensor(states.shape, dataOf(found, output));
    },
    close,
  };
}

function checkLens({ tensors }: WeightTable, depths: number, width: number, file: string): void {
  const fits = (name: string, shape: readonly number[]) => tensors.get(name)?.shape.join() === shape.join();
  if (fits(LENS_MAPS, [depths, width, width]) && fits(LENS_BIASES, [depths, 1, width])) return;
  throw new ModelError({
    code: 'lens-unfit',
    what: `The file is no linear lens of ${depths} depths of width ${width}.`,
    where: file,
    fix: 'Fit it anew: dotp model calibrate.',
  });
}

const misshapen = ({ shape }: Tensor, depths: number, width: number) =>
  new ModelError({
    code: 'states-misshapen',
    what: `States of shape [${shape.join(', ')}] are not ${depths} depths of some positions.`,
    fix: `Give [N · ${depths}, ${width}], every depth of each position.`,
  });
