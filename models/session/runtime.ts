import * as ort from 'onnxruntime-node';
import type { Device } from '../../src/kernel/model.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import { encodeModel, type GraphSpec } from '../graph/onnx.ts';
import type { WeightFolder } from './weight-folder.ts';

/** The only file that knows ONNX Runtime. */
export interface GraphSession {
  /**
   * Runs the whole graph; copies out only what is named. Every tensor handed out owns its buffer, so it may be transferred.
   *
   * @param into  tensors of an earlier run, by output, that ONNX Runtime writes over instead of taking
   *   memory of its own: of the same shapes. What is handed out is a copy all the same.
   */
  run(
    feeds: Feeds,
    outputs: readonly string[],
    into?: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, Tensor>>;
  close(): Promise<void>;
}

export type Feeds = ReadonlyMap<string, Feed>;
export type Feed =
  | { readonly type: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

export interface SessionOptions {
  readonly device: Device;
  /**
   * Weights are laid out anew for the processor's kernels when the session opens: faster runs, at the
   * price of a copy in memory. Without it they stay mapped from their file.
   */
  readonly prepack: boolean;
  /** Threads within one operator; ONNX Runtime's own choice (one a core) when left out. */
  readonly threads?: number;
}

const SILENT_BELOW_ERROR = 3;

/** @throws {Error} of ONNX Runtime, when the device cannot be had or the graph is wrong */
export async function openSession(
  graph: GraphSpec,
  weights: WeightFolder,
  { device, prepack, threads }: SessionOptions,
): Promise<GraphSession> {
  const session = await ort.InferenceSession.create(encodeModel(graph, weights.nameOf), {
    executionProviders: [device],
    logSeverityLevel: SILENT_BELOW_ERROR,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    extra: {
      session: {
        disable_prepacking: prepack ? '0' : '1',
        ...(weights.folder === undefined
          ? {}
          : { model_external_initializers_file_folder_path: weights.folder }),
      },
    },
  });
  return {
    async run(feeds, outputs, into) {
      const results = await session.run(tensors(feeds), fetches(outputs, into));
      return new Map(outputs.map((name) => [name, owned(name, results[name])]));
    },
    close: () => session.release(),
  };
}

/** Null where ONNX Runtime makes the tensor. */
const fetches = (
  outputs: readonly string[],
  into: ReadonlyMap<string, Tensor> | undefined,
): Record<string, ort.Tensor | null> =>
  Object.fromEntries(
    outputs.map((name) => {
      const kept = into?.get(name);
      return [name, kept === undefined ? null : new ort.Tensor('float32', kept.data, kept.shape)];
    }),
  );

function tensors(feeds: Feeds): Record<string, ort.Tensor> {
  const entries = Array.from(feeds, ([name, feed]): [string, ort.Tensor] => [
    name,
    feed.type === 'int64'
      ? new ort.Tensor('int64', feed.data, feed.shape)
      : new ort.Tensor('float32', feed.data, feed.shape),
  ]);
  return Object.fromEntries(entries);
}

function owned(name: string, value: ort.OnnxValue | undefined): Tensor {
  if (!(value instanceof ort.Tensor) || !(value.data instanceof Float32Array))
    throw new TypeError(`ONNX Runtime gave no float32 tensor for ${name}`);
  return { shape: value.dims, data: value.data };
}
