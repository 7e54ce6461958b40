import type { ModelDescription } from '../description.ts';
import { COSINES, LOGIT_ROWS, MASK, pastKey, pastValue, SINES, TOKENS } from '../graph/ports.ts';
import { rotaryFrequencies, rotaryTable } from '../graph/rotary.ts';
import type { ForwardRequest } from '../loaded.ts';
import { editFeeds } from './edits.ts';
import { attentionMask } from './mask.ts';
import type { Feed } from './runtime.ts';

/** Every input of the forward graph for one request, checked before. */
export const forwardFeeds = (
  request: ForwardRequest,
  model: ModelDescription,
  logitPositions: readonly number[],
): Map<string, Feed> =>
  new Map([
    ...passFeeds(request, model, logitPositions, request.cache?.length),
    ...pastFeeds(request, model),
  ]);

/** What every graph of a whole model takes, with a cache or without one. */
export function passFeeds(
  { tokens, interventions = [], patch }: Pick<ForwardRequest, 'tokens' | 'interventions' | 'patch'>,
  model: ModelDescription,
  logitPositions: readonly number[],
  past = 0,
): Map<string, Feed> {
  const batch = tokens.length;
  const length = tokens[0]?.length ?? 0;
  const masks = interventions.filter((each) => each.kind === 'mask');
  const table = rotaryTable(rotaryFrequencies(model.rope, model.headWidth), past, length);
  const angles = (data: Float32Array): Feed => ({
    type: 'float32',
    shape: [length, model.headWidth / 2],
    data,
  });
  const rows = tokens.flatMap((_, row) => logitPositions.map((position) => row * length + position));
  return new Map([
    [TOKENS, int64([batch, length], tokens.flat())],
    [LOGIT_ROWS, int64([rows.length], rows)],
    [COSINES, angles(table.cosines)],
    [SINES, angles(table.sines)],
    [MASK, { type: 'float32', ...attentionMask(batch, length, past, masks) }],
    ...editFeeds(model, batch, length, interventions, patch),
  ]);
}

export const int64 = (shape: readonly number[], values: readonly number[]): Feed => ({
  type: 'int64',
  shape,
  data: BigInt64Array.from(values, (value) => BigInt(value)),
});

function pastFeeds({ tokens, cache }: ForwardRequest, model: ModelDescription): [string, Feed][] {
  const shape = [tokens.length, model.kvHeads, 0, model.headWidth];
  const nothing: Feed = { type: 'float32', shape, data: new Float32Array(0) };
  return Array.from({ length: model.layers }, (_, layer): [string, Feed][] => {
    const past = cache?.layers[layer];
    return [
      [pastKey(layer), past === undefined ? nothing : { type: 'float32', ...past.key }],
      [pastValue(layer), past === undefined ? nothing : { type: 'float32', ...past.value }],
    ];
  }).flat();
}
