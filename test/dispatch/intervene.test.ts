import { afterAll, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import type { EditedComponent } from '../../src/analysis/intervention-finding.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { editedLogits, editedTrace } from '../../src/dispatch/intervene.ts';
import { baselineFor } from '../../src/dispatch/intervene-baseline.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import type { NodeValues } from '../../src/kernel/patch.ts';
import { at } from '../../src/kernel/tensor.ts';
import { relativeError } from '../support/closeness.ts';
import { golden, load } from '../support/llama-goldens.ts';
import { referenceLlama } from '../support/reference-llama.ts';
import { emptyShelf } from '../support/shelf.ts';

/** A random model with an odd width for everything; what an edit does is decided by tensors edited by hand. */
const { opened, tokens } = await golden('grouped-linear');
const runner = inlineRunner(await load(opened));
const reference = await referenceLlama(opened.description, opened.weights);
afterAll(() => runner.close());

const [prompt = [], ...others] = tokens;
const model = await runner.facts();
const ask: Ask = {
  runner,
  model,
  prompt: { text: 'by ids', tokens: prompt.map((id) => ({ id: tokenId(id), text: ` t${id}` })) },
  seed: 5,
  shelf: emptyShelf(),
  options: {},
};
const last = prompt.length - 1;

const ablated = (name: string, from = 0, to = last): EditedComponent => ({
  name,
  from,
  to,
  gain: 0,
  kind: 'ablated',
});
const scaled = (name: string, gain: number, from = 0, to = last): EditedComponent => ({
  name,
  from,
  to,
  gain,
  kind: 'scaled',
});

type Rows = typeof tokens;
const slowRuns = tokens.map((row) => reference.run(row));

/** Each edited place as one hand edit: the baseline is another run of the reference, averaged by hand. */
function byHand(edits: readonly EditedComponent[], rows: Rows): Intervention[] {
  const runs = rows.map((row) => slowRuns[tokens.indexOf(row)] ?? fail());
  const mean = (hook: string, position: number, head?: number): Float32Array => {
    const values = runs.map((run) => {
      const found = run.get(hook);
      if (found === undefined) throw new Error(hook);
      return head === undefined ? at(found, 0, position).data : at(found, 0, position, head).data;
    });
    return Float32Array.from(values[0] ?? [], (_, i) =>
      values.reduce((sum, value) => sum + (value[i] ?? 0) / values.length, 0),
    );
  };
  return edits.flatMap(({ name, from, to, gain, kind }) => {
    const [, a, b, c] = /^(?:L(\d+)H(\d+)|M(\d+))$/.exec(name) ?? [];
    const layer = Number(a ?? c);
    return Array.from({ length: to - from + 1 }, (_, i): Intervention => {
      const position = from + i;
      const patched = kind === 'ablated' && rows.length > 0;
      if (b === undefined) {
        const baseline = patched ? { baseline: mean(blockHook(layer, 'hook_mlp_out'), position) } : {};
        return { kind: 'mlp', layer, position, gain, ...baseline };
      }
      const head = Number(b);
      const baseline = patched ? { baseline: mean(blockHook(layer, 'attn.hook_z'), position, head) } : {};
      return { kind: 'head', layer, head, position, gain, ...baseline };
    });
  });
}

const EDITS: readonly [string, readonly EditedComponent[]][] = [
  ['a head everywhere', [ablated('L1H4')]],
  ['a head at one position', [ablated('L0H5', 3, 3)]],
  ['an MLP everywhere', [ablated('M1')]],
  ['an MLP at some positions', [ablated('M0', 1, 4)]],
  ['a head scaled', [scaled('L1H2', 2)]],
  ['an MLP turned round at one position', [scaled('M2', -1, last, last)]],
  ['all together', [ablated('L0H1'), ablated('M1', 2, 5), scaled('L1H1', 0.5), scaled('M0', 3, 1, 2)]],
];

const BASELINES: readonly [string, Rows][] = [
  ['zero', []],
  ['another prompt', others.slice(0, 1)],
  ['the mean over prompts', tokens],
];

const valuesFor = async (rows: Rows): Promise<NodeValues> =>
  rows.length === 0
    ? (await baselineFor(ask, 'zero', { id: tokenId(0), text: '' })).values
    : nodeValues(ask, { rows });

test.each(BASELINES.flatMap(([of, rows]) => EDITS.map(([what, edits]) => [what, of, edits, rows] as const)))(
  '%s, against %s, equals tensors edited by hand at every hook',
  async (_, __, edits, rows) => {
    const ablates = edits.some(({ kind }) => kind === 'ablated');
    const trace = await editedTrace(ask, edits, ablates ? await valuesFor(rows) : undefined);
    const wanted = reference.run(prompt, byHand(edits, rows));
    for (const [hook, found] of trace.hooks) {
      const expected = wanted.get(hook);
      if (expected === undefined) throw new Error(`no ${hook}`);
      const compared = hook === 'logits' ? at(expected, 0, last) : expected;
      const own = hook === 'logits' ? at(found, 0, 0) : found;
      expect(relativeError(own, compared), hook).toBeLessThan(1e-5);
    }
    const before = at(slowRuns[0]?.get('logits') ?? fail(), 0, last);
    expect(relativeError(at(trace.hooks.get('logits') ?? fail(), 0, 0), before)).toBeGreaterThan(1e-4);
  },
);

test('a batch of edits is the edits one by one', async () => {
  const values = await valuesFor(others.slice(0, 1));
  const sets = EDITS.map(([, edits]) => edits);
  const batch = await editedLogits(ask, sets, values);
  for (const [i, edits] of sets.entries()) {
    const alone = await editedTrace(ask, edits, values);
    const found = batch[i];
    if (found === undefined) throw new Error('no row');
    const wanted = at(alone.hooks.get('logits') ?? fail(), 0, 0);
    expect(relativeError({ shape: wanted.shape, data: found }, wanted)).toBeLessThan(1e-5);
  }
});

function fail(): never {
  throw new Error('missing');
}
