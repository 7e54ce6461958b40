/**
 * Run as a process of its own: resident memory, in MB, after runs of a prompt of 64 tokens with what nodes
 * put out fetched, and the same after gradients there. Arguments: path of the weights, and `forward`
 * or `gradients`. Prints one number.
 */
import { readFile } from 'node:fs/promises';
import { openWeights } from '../../models/formats/open.ts';
import { benchTokens } from '../../models/session/bench-figure.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { load, TEST_CACHE } from './llama-goldens.ts';

const [, , path = '', what = 'forward'] = process.argv;
const model = await load(await openWeights(path, { cacheFolder: TEST_CACHE }));
const { layers, vocab } = model.facts;
const tokens = [benchTokens(64, vocab)];
const [token] = benchTokens(1, vocab);
if (token === undefined) throw new RangeError('no tokens');
const nodes = Array.from({ length: layers }, (_, i) => [
  blockHook(i, 'attn.hook_z'),
  blockHook(i, 'hook_mlp_out'),
]).flat();
for (let run = 0; run < 3; run++) await model.forward({ tokens, hooks: [...nodes, 'logits'] });
if (what === 'gradients')
  for (let run = 0; run < 3; run++)
    await model.gradients({
      tokens,
      metric: [[{ token, position: 63, weight: 1 }]],
      rules: 'exact',
      hooks: nodes,
      gradients: nodes,
    });
const kilobytes = /^Rss:\s+(\d+) kB/m.exec(await readFile('/proc/self/smaps_rollup', 'utf8'))?.[1];
console.log((Number(kilobytes) * 1024) / 1e6);
process.exit(0);
