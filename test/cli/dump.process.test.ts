import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSafetensors } from '../../models/formats/safetensors.ts';
import type { Intervention } from '../../models/loaded.ts';
import { dump } from '../../src/cli/dump-run.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { allHooks, matchHooks } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { openShipped } from '../support/shipped.ts';
import { dotp, type Place, place, QUIET } from './dotp.ts';

const PROMPT = 'The capital of France is';
const LAYERS = 6;
let here: Place;
let runner: Runner;
let closeRunner: () => Promise<void>;

beforeAll(async () => {
  here = await place();
  ({ runner, close: closeRunner } = await openShipped());
});
afterAll(async () => {
  await closeRunner();
  await here.remove();
});

/** The runner stays open for the next test. */
const lent = async (): Promise<Runner> => ({ ...runner, close: async () => {} });
const out = (name = 'x.safetensors') => join(here.folder, name);
const tokensOf = async () => (await runner.tokenize(PROMPT)).map(({ id }) => id);

async function readBack(file: string) {
  const { tensors, metadata } = await readSafetensors(file);
  const bytes = await readFile(file);
  const tensorAt = (name: string): Tensor | undefined => {
    const placed = tensors.get(name);
    if (placed === undefined) return undefined;
    expect(placed.dtype).toBe('F32');
    const own = bytes.subarray(placed.offset, placed.offset + placed.length);
    return { shape: placed.shape, data: new Float32Array(Uint8Array.from(own).buffer) };
  };
  return { names: [...tensors.keys()], metadata, tensorAt };
}

/** Dumps with `--set`, and runs the same by hand. */
async function dumpedAndRun(set: string[], interventions: readonly Intervention[]) {
  const hooks = 'blocks.*.hook_resid_post';
  await dump({ prompt: PROMPT, hooks, out: out(), set }, lent, {});
  const file = await readBack(out());
  const { hooks: ran } = await runner.trace({
    tokens: await tokensOf(),
    hooks: matchHooks(hooks, LAYERS).hooks,
    interventions,
  });
  for (const [name, value] of ran) expect(file.tensorAt(name), name).toEqual(value);
  return file;
}

test('the executable writes every hook under its name, equal to the runner’s own tensors', async () => {
  const args = ['dump', PROMPT, '--model', 'shipped', '--hooks', '*', '-o', 'deep/trace.safetensors'];
  const set = ['--set', 'L0H1=0,M2=mean', '--set', 'L3H2@4=0', '--json'];
  const ended = await dotp(here, [...args, ...set], { env: QUIET });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const tokens = await tokensOf();
  const names = allHooks(LAYERS);
  expect(JSON.parse(ended.stdout)).toEqual({
    file: 'deep/trace.safetensors',
    tensors: names.length,
    tokens: tokens.length,
  });
  const file = await readBack(out('deep/trace.safetensors'));
  expect(file.names).toEqual(names);
  expect(file.metadata).toEqual(
    new Map([
      ['tokens', JSON.stringify(tokens)],
      ['model', 'shipped'],
    ]),
  );
  const mlp = await meanOf('blocks.2.hook_mlp_out');
  const { hooks } = await runner.trace({
    tokens,
    hooks: names,
    interventions: [
      { kind: 'head', layer: 0, head: 1, gain: 0 },
      { kind: 'mlp', layer: 2, gain: 0, baseline: mlp },
      { kind: 'head', layer: 3, head: 2, gain: 0, position: 4 },
    ],
  });
  for (const name of names) expect(file.tensorAt(name), name).toEqual(hooks.get(name));
});

/** Mean over the prompt's positions, in float64 and position by position. */
async function meanOf(hook: string, head?: number): Promise<Float32Array> {
  const { hooks } = await runner.trace({ tokens: await tokensOf(), hooks: [hook] });
  const source = hooks.get(hook);
  const tokens = source?.shape[1] ?? 0;
  if (source === undefined || tokens === 0) throw new RangeError(hook);
  const rows = Array.from({ length: tokens }, (_, t) =>
    head === undefined ? at(source, 0, t).data : at(source, 0, t, head).data,
  );
  return Float32Array.from(rows[0] ?? [], (_, i) =>
    rows.reduce((sum, row) => Math.fround(sum + (row[i] ?? 0) / tokens), 0),
  );
}

test('only the hooks that were asked for are in the file', async () => {
  await dump({ prompt: PROMPT, hooks: 'ln_final.*, hook_embed', out: out(), set: [] }, lent, {});
  expect((await readBack(out())).names).toEqual([
    'hook_embed',
    'ln_final.hook_scale',
    'ln_final.hook_normalized',
  ]);
});

test('an ablated head writes nothing at its position and what it wrote elsewhere', async () => {
  const set = ['L1H3@2=0'];
  await dump({ prompt: PROMPT, hooks: 'blocks.1.attn.hook_result', out: out(), set }, lent, {});
  const after = (await readBack(out())).tensorAt('blocks.1.attn.hook_result');
  await dump({ prompt: PROMPT, hooks: 'blocks.1.attn.hook_result', out: out(), set: [] }, lent, {});
  const before = (await readBack(out())).tensorAt('blocks.1.attn.hook_result');
  if (after === undefined || before === undefined) throw new RangeError('not dumped');
  expect(at(after, 0, 2, 3).data.every((x) => x === 0)).toBe(true);
  expect(at(before, 0, 2, 3).data.some((x) => x !== 0)).toBe(true);
  expect(at(after, 0, 3, 3).data).toEqual(at(before, 0, 3, 3).data);
});

test('=mean stands a head’s own mean over the prompt in its place, at every position or one', async () => {
  const baseline = await meanOf('blocks.2.attn.hook_z', 5);
  const head = { kind: 'head', layer: 2, head: 5, gain: 0, baseline } as const;
  await dumpedAndRun(['L2H5=mean'], [head]);
  await dumpedAndRun(['L2H5@1=mean'], [{ ...head, position: 1 }]);
});

test('--ids runs the ids and wins over a prompt', async () => {
  const request = { prompt: 'ignored', hooks: 'logits', out: out(), ids: '[5, 6, 7]', set: [] };
  expect(await dump(request, lent, {})).toEqual({ tensors: 1, tokens: 3 });
  const file = await readBack(out());
  expect(file.metadata.get('tokens')).toBe('[5,6,7]');
  const { hooks } = await runner.trace({ tokens: [5, 6, 7].map(tokenId), hooks: ['logits'] });
  expect(file.tensorAt('logits')).toEqual(hooks.get('logits'));
});

test('--grad writes the gradient beside every hook that has one, by the rules asked for', async () => {
  const tokens = await tokensOf();
  const names = ['hook_embed', 'blocks.2.attn.hook_pattern', 'blocks.2.hook_mlp_out'];
  const request = {
    prompt: PROMPT,
    hooks: names.join(),
    out: out(),
    set: ['L1H3=0'],
    grad: 'logit:Paris-Rome',
  };
  const answers = await Promise.all([' Paris', ' Rome'].map((text) => runner.tokenize(PROMPT + text)));
  const metric = answers.map((all, i) => ({
    token: all[tokens.length]?.id ?? tokenId(0),
    position: tokens.length - 1,
    weight: i === 0 ? 1 : -1,
  }));
  for (const rules of ['exact', 'frozen'] as const) {
    await dump({ ...request, backward: rules }, lent, {});
    const file = await readBack(out());
    const gradients = rules === 'exact' ? names : ['hook_embed', 'blocks.2.hook_mlp_out'];
    expect([...file.names].sort()).toEqual([...names, ...gradients.map((hook) => `${hook}.grad`)].sort());
    expect(file.metadata.get('metric')).toBe(JSON.stringify(metric));
    const wanted = await runner.gradients({
      tokens: [tokens],
      metric: [metric],
      rules,
      hooks: names,
      gradients,
      interventions: [{ kind: 'head', layer: 1, head: 3, gain: 0 }],
    });
    for (const hook of gradients)
      expect(file.tensorAt(`${hook}.grad`), hook).toEqual(wanted.gradients.get(hook));
    for (const hook of names) expect(file.tensorAt(hook), hook).toEqual(wanted.hooks.get(hook));
  }
});

test('--grad takes ids where the prompt is ids, and a lone answer', async () => {
  const request = { prompt: undefined, hooks: 'logits', out: out(), ids: '[5, 6, 7]', set: [] };
  await dump({ ...request, grad: 'logit:11-29' }, lent, {});
  const contrast = (await readBack(out())).tensorAt('logits.grad');
  if (contrast === undefined) throw new RangeError('not dumped');
  expect([at(contrast, 0, 2).data[11], at(contrast, 0, 2).data[29], at(contrast, 0, 1).data[11]]).toEqual([
    1, -1, 0,
  ]);
  await dump({ ...request, grad: 'logit:#11' }, lent, {});
  const alone = (await readBack(out())).tensorAt('logits.grad');
  expect(alone?.data.filter((x) => x !== 0)).toEqual(Float32Array.of(1));
});

const ASKED = { prompt: PROMPT, hooks: 'logits', set: [] };
test.each([
  ['a hook of no name', { ...ASKED, hooks: 'logits,blocks.9.hook_resid_pre' }, 'hooks-unknown', 2],
  ['no hook', { ...ASKED, hooks: ' , ' }, 'hooks-unknown', 2],
  ['neither prompt nor ids', { ...ASKED, prompt: undefined }, 'nothing-to-dump', 2],
  ['an empty prompt', { ...ASKED, prompt: '' }, 'nothing-to-dump', 2],
  ['ids that are no JSON', { ...ASKED, ids: '1,2' }, 'ids-malformed', 2],
  ['ids that are no ids', { ...ASKED, ids: '[1,-2]' }, 'ids-malformed', 2],
  ['no ids', { ...ASKED, ids: '[]' }, 'ids-malformed', 2],
  ['an id outside the vocabulary', { ...ASKED, ids: '[1,999999]' }, 'ids-malformed', 2],
  ['an edit of another form', { ...ASKED, set: ['L0H0=1'] }, 'edit-malformed', 2],
  ['a head that is not there', { ...ASKED, set: ['L0H8=0'] }, 'edit-malformed', 2],
  ['a metric of another form', { ...ASKED, grad: 'prob:Paris' }, 'grad-malformed', 2],
  ['words where the prompt is ids', { ...ASKED, ids: '[1]', grad: 'logit:Paris' }, 'grad-malformed', 2],
  ['an answer outside the vocabulary', { ...ASKED, grad: 'logit:#999999' }, 'grad-malformed', 2],
  ['a layer that is not there', { ...ASKED, set: ['M6=0'] }, 'edit-malformed', 2],
  ['a place outside the prompt', { ...ASKED, set: ['L0H0@6=0'] }, 'edit-malformed', 2],
])('%s is refused by name, and no file is left', async (_, request, code, exitCode) => {
  const file = out('refused.safetensors');
  await expect(dump({ ...request, out: file }, lent, {})).rejects.toMatchObject({ code, exitCode });
  expect(existsSync(file)).toBe(false);
});

test('a file that cannot be written is refused before the model is opened', async () => {
  const opened = async (): Promise<Runner> => Promise.reject(new Error('the model was opened'));
  await dump({ ...ASKED, out: out('a.safetensors') }, lent, {});
  const below = join(out('a.safetensors'), 'b.safetensors');
  await expect(dump({ ...ASKED, out: below }, opened, {})).rejects.toMatchObject({
    code: 'out-unwritable',
    exitCode: 1,
  });
  await expect(dump({ ...ASKED, out: here.folder }, lent, {})).rejects.toMatchObject({
    code: 'out-unwritable',
  });
});
