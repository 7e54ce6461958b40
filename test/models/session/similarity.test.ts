import { afterAll, describe, expect, test } from 'vitest';
import { readWeight } from '../../../models/session/weight-reader.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { dot, norm } from '../../../src/kernel/tensor.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened } = await golden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const { width, vocab } = model.facts;
  const asked = [0, 17, 96, 17].map(tokenId);

  test.each(['embedding', 'unembedding'] as const)('cosines of the %s, row by row', async (table) => {
    const untied = table === 'unembedding' && !opened.description.tied;
    const rows = await readWeight(opened.weights, untied ? 'lm_head.weight' : 'model.embed_tokens.weight');
    const row = (id: number) => rows.subarray(id * width, (id + 1) * width);
    const { shape, data } = await model.similarities(asked, table);
    expect(shape).toEqual([asked.length, vocab]);
    asked.forEach((id, i) => {
      for (let other = 0; other < vocab; other++) {
        const cosine = dot(row(id), row(other)) / (norm(row(id)) * norm(row(other)));
        expect(data[i * vocab + other]).toBeCloseTo(cosine, 5);
      }
    });
  });

  test('of no tokens are none; of an unknown token a refusal', async () => {
    expect(await model.similarities([], 'embedding')).toEqual({
      shape: [0, vocab],
      data: new Float32Array(0),
    });
    await expect(model.similarities([tokenId(vocab)], 'embedding')).rejects.toMatchObject({
      code: 'token-outside-vocabulary',
    });
  });
});
