import { afterAll, expect, test } from 'vitest';
import { FAMILIES } from '../../../models/families/registry.ts';
import type { ModelContext } from '../../../models/session/context.ts';
import { openForward } from '../../../models/session/forward.ts';
import { gradientSessions } from '../../../models/session/gradients.ts';
import { weightFolder } from '../../../models/session/weight-folder.ts';
import { gradientGolden } from '../../support/gradient-goldens.ts';
import { golden, TEST_CACHE } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('mistral');
const { metric } = await gradientGolden('mistral');
const { description: model, weights } = opened;
const folder = await weightFolder(weights, TEST_CACHE);
const context: ModelContext = { family: FAMILIES[model.family], model, weights, folder };
const forward = await openForward(context, { device: 'cpu' });
const caps = { maxTokens: model.context, context: model.context };
afterAll(() => forward.close());

test('a device that cannot go back is replaced by the processor, and the result says so', async () => {
  const request = { tokens, metric, rules: 'exact' as const, hooks: [], gradients: ['hook_embed'] };
  const [there, here] = [
    gradientSessions(context, forward, { device: 'cuda' }), // onnxruntime-node brings no CUDA
    gradientSessions(context, forward, { device: 'cpu' }),
  ];
  const [got, wanted] = [await there.run(request, caps), await here.run(request, caps)];
  expect(got.notes).toEqual([
    expect.stringMatching(/^CUDA is not available here \(.+\) for gradients; .+processor/),
  ]);
  expect(wanted.notes).toBeUndefined();
  expect(got.gradients).toEqual(wanted.gradients);
  await Promise.all([there.close(), here.close()]);
});
