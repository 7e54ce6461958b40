import { expect, test } from 'vitest';
import { readStates } from '../../src/engine/read-states.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { tensor } from '../../src/kernel/tensor.ts';
import { tinyFacts, tinyModel } from '../support/tiny-model.ts';
import { WIDTH } from '../support/tiny-weights.ts';

const COUNT = 5;
const states = tensor(
  [COUNT, WIDTH],
  Float32Array.from({ length: COUNT * WIDTH }, (_, i) => Math.sin(i)),
);
const ask = { top: 2, bottom: 1, tokens: [tokenId(65)], scales: [1, 2, 3, 4, 5] };

/** The tiny model as one whose vocabulary is so large that so few states fit into a part. */
function inParts(statesAtOnce: number) {
  const model = tinyModel();
  const parts: number[] = [];
  return {
    parts,
    model: {
      ...model,
      facts: { ...tinyFacts, vocab: 64e6 / 4 / statesAtOnce },
      readout: async (part: Float32Array, asked: Parameters<typeof model.readout>[1]) => {
        parts.push(part.length / WIDTH);
        return model.readout(part, asked);
      },
    },
  };
}

test.each([1, 2])('read %i at a time is what it is read at once', async (atOnce) => {
  const { model, parts } = inParts(atOnce);
  expect(await readStates(model, states, ask)).toEqual(await readStates(tinyModel(), states, ask));
  expect(parts).toEqual(atOnce === 1 ? [1, 1, 1, 1, 1] : [2, 2, 1]);
});

test('a cancel is heard between parts', async () => {
  const stop = new AbortController();
  const { model, parts } = inParts(1);
  const readout = async (...of: Parameters<typeof model.readout>) => {
    if (parts.length === 1) stop.abort();
    return model.readout(...of);
  };
  const reading = readStates({ ...model, readout }, states, ask, { signal: stop.signal });
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  expect(parts).toHaveLength(2);
});
