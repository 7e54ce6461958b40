import { rotaryFrequencies } from '../graph/rotary.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import type { EdgeInput, ReadGradient, StreamGradient } from './edge-gradient.ts';
import { keyGradient, queryGradient, type ReadingHead, valueGradient } from './edge-heads.ts';
import { type LayerReading, layerReading } from './edge-reading.ts';
import { logitGradient, mlpGradient } from './edge-streams.ts';
import type { Way } from './edge-ways.ts';

/** Gradients at what receivers read, one way after another; what a layer reads is opened once. */
export function edgeInputs(
  context: ModelContext,
  { rules }: Pick<AttributeRequest, 'rules'>,
  run: AttributionRun,
): (way: Way) => Promise<EdgeInput> {
  const { model } = context;
  const opened = new Map<number, Promise<LayerReading>>();
  const reading = (layer: number): Promise<LayerReading> => {
    const known = opened.get(layer) ?? layerReading(context, layer, run, rules === 'exact');
    opened.set(layer, known);
    return known;
  };
  const frequencies = rotaryFrequencies(model.rope, model.headWidth);

  async function gradientOf(way: Way): Promise<ReadGradient | StreamGradient> {
    const { via, layer, head = 0, position = 0, sources } = way;
    if (via === 'logit') return logitGradient(run, model.layers, sources);
    if (via === 'mlp') return mlpGradient(run, layer, sources);
    const reader: ReadingHead = { layer, head, position, seen: sources, reading: await reading(layer) };
    if (via === 'query') return queryGradient(reader, run);
    return via === 'key' ? keyGradient(reader, model, run, frequencies) : valueGradient(reader, model, run);
  }
  return async (way) => ({ way, gradient: await gradientOf(way) });
}
