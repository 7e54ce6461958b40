import { expect, test } from 'vitest';
import { catalogue, knownModel, parameterCount } from '../../../models/sources/catalogue.ts';
import { parseHubName } from '../../../models/sources/name.ts';

/** Numbers the publishers state (`model.safetensors.index.json` total size over two bytes, or the model card). */
const PUBLISHED: Readonly<Record<string, number>> = {
  'SmolLM2-135M-Instruct': 134_515_008,
  'SmolLM2-360M-Instruct': 361_821_120,
  'SmolLM2-1.7B-Instruct': 1_711_376_384,
  'TinyLlama-1.1B-Chat': 1_100_048_384,
  'Qwen2.5-0.5B-Instruct': 494_032_768,
  'Llama-3.2-1B': 1_235_814_400,
  'Llama-3.2-3B': 3_212_749_824,
  'Llama-3.1-8B': 8_030_261_248,
  'Mistral-7B': 7_248_023_552,
};

test('the shapes give the published number of weights', () => {
  for (const [name, parameters] of Object.entries(PUBLISHED)) {
    const shape = knownModel(name)?.shape;
    expect(shape && parameterCount(shape), name).toBe(parameters);
  }
});

test('names and ids are one model each, and every id is an id', () => {
  const names = catalogue.flatMap(({ name, hub }) =>
    [name, ...(hub ? [hub] : [])].map((text) => text.toLowerCase()),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const { hub } of catalogue) if (hub) expect(parseHubName(hub)).toEqual({ id: hub });
});
