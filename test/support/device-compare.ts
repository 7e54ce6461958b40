/**
 * Run as a process of its own: every hook of one run on a device and on the processor, and on a
 * checkpoint with goldens every gradient against autograd's.
 * Arguments: device, and a checkpoint's name or the path of a GGUF. Prints one line of JSON.
 */

import { openWeights } from '../../models/formats/open.ts';
import type { Intervention } from '../../models/loaded.ts';
import { allHooks } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import type { Device } from '../../src/kernel/model.ts';
import { relativeError } from './closeness.ts';
import { gradientGolden, hooksUnder, RULES } from './gradient-goldens.ts';
import { golden, load, TEST_CACHE } from './llama-goldens.ts';

const [, , device = 'webgpu', what = 'mistral'] = process.argv;
const real = what.endsWith('.gguf');
const checkpoint = real ? undefined : await golden(what);
const opened = checkpoint?.opened ?? (await openWeights(what, { cacheFolder: TEST_CACHE }));
const tokens = checkpoint?.tokens ?? [[504, 3575, 282, 4649, 314].map(tokenId)];
const there = await load(opened, device as Device);
const here = await load(opened, 'cpu');

const hooks = allHooks(here.facts.layers);
const interventions: Intervention[] = [
  { kind: 'head', layer: 1, head: 2, gain: 0.5 },
  { kind: 'mlp', layer: 0, position: 1, gain: 0 },
  { kind: 'mask', key: 2, query: 4 },
];
const first = (rows: typeof tokens) => rows.map((row) => row.slice(0, 3));
const errors: Record<string, number> = {};
const notes: string[] = [...there.facts.notes];
for (const edits of real ? [[]] : [[], interventions]) {
  const [a, b] = [
    await there.forward({ tokens, hooks, interventions: edits }),
    await here.forward({ tokens, hooks, interventions: edits }),
  ];
  for (const hook of hooks) note(hook, a.hooks.get(hook), b.hooks.get(hook));
}
if (!real) {
  const { metric, gradients: wanted } = await gradientGolden(what);
  for (const rules of RULES) {
    const asked = hooksUnder(wanted, rules);
    const got = await there.gradients({ tokens, metric, rules, hooks: [], gradients: asked });
    notes.push(...(got.notes ?? []));
    for (const hook of asked)
      note(`${rules} gradient at ${hook}`, got.gradients.get(hook), wanted.get(`${rules}/${hook}`));
  }
}
const start = await there.forward({ tokens: first(tokens), hooks: [], keepCache: true });
const rest = tokens.map((row) => row.slice(3));
const { hooks: cached } = await there.forward({
  tokens: rest,
  hooks: ['logits'],
  ...(start.cache ? { cache: start.cache } : {}),
});
const last = rest[0]?.length ?? 0;
const whole = await here.forward({
  tokens,
  hooks: ['logits'],
  logitPositions: Array.from({ length: last }, (_, i) => 3 + i),
});
note('logits after a cache', cached.get('logits'), whole.hooks.get('logits'));
console.log(JSON.stringify({ device: there.facts.device, notes, errors }));
process.exit(0); // WebGPU's threads would keep the process for a while

function note(
  name: string,
  actual: Parameters<typeof relativeError>[0] | undefined,
  wanted: typeof actual,
): void {
  const error =
    actual === undefined || wanted === undefined ? Number.POSITIVE_INFINITY : relativeError(actual, wanted);
  errors[name] = Math.max(errors[name] ?? 0, Number.isFinite(error) ? error : 1e9);
}
