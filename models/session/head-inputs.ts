import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import { projectionGraph } from '../graph/projection.ts';
import { rotaryFrequencies } from '../graph/rotary.ts';
import type { HeadInputs, HeadInputsRequest } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { rotateRow } from './head-rotation.ts';
import { headRows } from './head-rows.ts';
import { onDemand } from './on-demand.ts';
import { openSession } from './runtime.ts';
import { NO_WEIGHTS } from './weight-folder.ts';

export interface HeadInputsSession {
  /** @throws {ModelError} `place-outside-run`, `states-misshapen` */
  project(request: HeadInputsRequest): Promise<HeadInputs>;
  close(): Promise<void>;
}

/**
 * What a head's query or key gets from parts of the residual stream. The norm's scales are given, so
 * the map is linear and parts add up; only the head's own rows of W_Q or W_K are read.
 */
export function headInputsSession(context: ModelContext): HeadInputsSession {
  const { model } = context;
  const opened = onDemand(async () => {
    const graph = projectionGraph();
    return { graph, session: await openSession(graph.spec, NO_WEIGHTS, { device: 'cpu', prepack: false }) };
  });
  return {
    async project(request) {
      checkPlace(request, model.layers, model.heads);
      const count = checkStates(request, model.width);
      const { rows, bias, earlier } = await headRows(context, request);
      const { graph, session } = await opened.get();
      const projected = async (states: Float32Array): Promise<Float32Array> => {
        const outputs = await session.run(
          new Map([
            ['states', { type: 'float32', shape: [states.length / model.width, model.width], data: states }],
            ['rows', { type: 'float32', shape: [model.headWidth, model.width], data: rows }],
          ]),
          [graph.output],
        );
        return dataOf(outputs, graph.output);
      };
      const repeated = (row: Float32Array): Float32Array => {
        const all = new Float32Array(count * model.headWidth);
        for (let i = 0; i < count; i++) all.set(row, i * model.headWidth);
        return all;
      };
      const frequencies = rotaryFrequencies(model.rope, model.headWidth);
      const placed = (data: Float32Array, scales?: readonly number[]): Tensor => {
        const all = tensor([count, model.headWidth], data);
        request.positions.forEach((position, i) => {
          rotateRow(all, i, { position, frequencies, scale: scales?.[i] ?? 1 });
        });
        return all;
      };
      const own = count === 0 ? new Float32Array(0) : await projected(request.states.data);
      return {
        inputs: placed(own, request.scales),
        bias: placed(repeated(bias)),
        earlierBias: placed(repeated(await projected(earlier)), request.scales),
      };
    },
    close: () => opened.close(({ session }) => session.close()),
  };
}

function checkPlace({ layer, head }: HeadInputsRequest, layers: number, heads: number): void {
  const whole = Number.isInteger(layer) && Number.isInteger(head);
  if (whole && layer >= 0 && layer < layers && head >= 0 && head < heads) return;
  throw new ModelError({
    code: 'place-outside-run',
    what: `There is no head ${head} in layer ${layer}; the model has ${layers} layers of ${heads} heads.`,
    fix: 'Count layers and heads from 0.',
  });
}

/** @returns N */
function checkStates({ states, scales, positions }: HeadInputsRequest, width: number): number {
  const [count = 0, last] = states.shape;
  const fits = states.shape.length === 2 && last === width && states.data.length === count * width;
  if (fits && scales.length === count && positions.length === count) return count;
  throw new ModelError({
    code: 'states-misshapen',
    what: `States of shape [${states.shape.join(', ')}] with ${scales.length} scales and ${positions.length} positions cannot enter a head.`,
    fix: `Give [N, ${width}], N scales and N positions.`,
  });
}
