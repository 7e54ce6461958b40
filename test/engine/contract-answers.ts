import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelError } from '../../models/errors.ts';
import type { AttributeRequest, GradientRequest, Intervention } from '../../models/loaded.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { END, ids } from '../support/byte-codec.ts';
import { tinyFacts, tinyModel } from '../support/tiny-model.ts';
import { WIDTH } from '../support/tiny-weights.ts';
import type { OpenTiny } from './runner-contract.ts';

const HOOKS = ['hook_embed', 'blocks.0.attn.hook_pattern', 'blocks.0.hook_resid_post'];

/** Answers are the model's own, and the caller's to keep. */
export function answersContract(open: OpenTiny): void {
  describe('answers', () => {
    const model = tinyModel();
    let runner: Runner;
    beforeAll(async () => {
      runner = await open();
    });
    afterAll(() => runner.close());

    test('facts and text are the model’s', async () => {
      expect(await runner.facts()).toEqual({ ...tinyFacts, longestAttribution: tinyFacts.maxTokens });
      const tokens = await runner.tokenize('hé');
      expect(tokens.map(({ text }) => text)).toEqual(['h', '\uFFFD', '\uFFFD']);
      expect(await runner.describe([tokenId(END), tokenId(65)])).toEqual([
        { id: END, text: '<end>' },
        { id: 65, text: 'A' },
      ]);
      expect(await runner.chat([{ role: 'user', content: 'hello' }])).toBe('user: hello\n');
      expect(await runner.plain('a<end>')).toBe('a< end>');
    });

    test('a trace is what the model gives, hook by hook', async () => {
      const trace = await runner.trace({ tokens: ids('abca'), hooks: HOOKS, logits: 'all' });
      const direct = await model.forward({ tokens: [ids('abca')], hooks: [...HOOKS, 'logits'] });
      expect([...trace.hooks]).toEqual([...direct.hooks]);
      expect(trace.tokens.map(({ text }) => text).join('')).toBe('abca');
      expect(trace.model).toEqual(await runner.facts());
    });

    test('logits of the last position are the last row of all, whichever is asked first', async () => {
      for (const order of [['all', 'last'] as const, ['last', 'all'] as const]) {
        const tokens = ids(`order ${order.join()}`);
        const [first, second] = [
          await runner.trace({ tokens, hooks: [], logits: order[0] }),
          await runner.trace({ tokens, hooks: [], logits: order[1] }),
        ];
        const [all, last] = order[0] === 'all' ? [first, second] : [second, first];
        const whole = all.hooks.get('logits');
        expect(whole?.shape).toEqual([1, tokens.length, 257]);
        expect(last.hooks.get('logits')?.shape).toEqual([1, 1, 257]);
        expect(last.hooks.get('logits')?.data).toEqual(whole && at(whole, 0, tokens.length - 1).data);
      }
    });

    test('what a caller does to its trace, no other caller sees', async () => {
      const request = { tokens: ids('mine'), hooks: HOOKS };
      const first = await runner.trace(request);
      const before = first.hooks.get('hook_embed')?.data.slice();
      for (const { data } of first.hooks.values()) data.fill(0);
      expect((await runner.trace(request)).hooks.get('hook_embed')?.data).toEqual(before);
    });

    test('an intervention is another run than the one without', async () => {
      const request = { tokens: ids('abcb'), hooks: ['blocks.0.attn.hook_z'] };
      const cut: Intervention = { kind: 'head', layer: 0, head: 0, position: 3, gain: 0 };
      const plain = (await runner.trace(request)).hooks.get('blocks.0.attn.hook_z');
      const changed = (await runner.trace({ ...request, interventions: [cut] })).hooks.get(
        'blocks.0.attn.hook_z',
      );
      expect(changed && at(changed, 0, 3, 0).data).toEqual(new Float32Array(WIDTH));
      expect(changed && at(changed, 0, 2, 0).data).toEqual(plain && at(plain, 0, 2, 0).data);
      expect(plain && at(plain, 0, 3, 0).data).not.toEqual(new Float32Array(WIDTH));
    });

    test('gradients are what the model gives, row by row, and the request stays the caller’s', async () => {
      const baseline = Float32Array.from({ length: WIDTH }, (_, i) => i / 7);
      const request: GradientRequest = {
        tokens: [ids('abcb'), ids('xyzx')],
        metric: [[{ token: tokenId(65), position: 3, weight: 2 }], []],
        rules: 'exact',
        hooks: HOOKS,
        gradients: ['hook_embed', 'blocks.0.hook_resid_post'],
        interventions: [{ kind: 'head', layer: 0, head: 0, position: 2, gain: 0.5, baseline }],
      };
      const [given, direct] = [await runner.gradients(request), await model.gradients(request)];
      expect([...given.gradients]).toEqual([...direct.gradients]);
      expect([...given.hooks]).toEqual([...direct.hooks]);
      expect(given.metric).toEqual(direct.metric);
      expect(baseline[1]).toBeCloseTo(1 / 7);
      await expect(
        runner.gradients({ ...request, gradients: ['blocks.0.hook_mlp_out'] }),
      ).rejects.toMatchObject({
        code: 'gradient-undefined',
      });
    });

    test('an attribution is what the model gives, and its baseline stays the caller’s', async () => {
      const z = Float32Array.from({ length: 4 * WIDTH }, (_, i) => i / 9);
      const request: AttributeRequest = {
        tokens: ids('abcb'),
        metric: [{ token: tokenId(65), position: 3, weight: 2 }],
        rules: 'exact',
        baseline: {
          values: {
            heads: [tensor([1, 4, 1, WIDTH], z)],
            mlps: [tensor([1, 4, WIDTH], new Float32Array(4 * WIDTH))],
          },
          rows: [ids('xbcb')],
        },
        edges: { top: 2 },
      };
      for (const _ of [1, 2]) expect(await runner.attribute(request)).toEqual(await model.attribute(request));
      expect([z.length, z[1]]).toEqual([4 * WIDTH, Float32Array.of(1 / 9)[0]]);
    });

    test.each([
      [{ tokens: [] }, 'prompt-empty'],
      [{ edges: { top: -1 } }, 'request-invalid'],
      [{ edges: { top: Number.NaN } }, 'request-invalid'],
    ])('an attribution of %o is refused', async (part, code) => {
      const request = { tokens: ids('abc'), metric: [], rules: 'frozen', ...part } as const;
      await expect(runner.attribute(request)).rejects.toMatchObject({ code });
    });

    test('rows of a batch are their single runs, each under its own interventions', async () => {
      const value = Float32Array.from({ length: WIDTH }, (_, i) => i);
      const rows = [ids('abc'), ids('xyz')];
      const patch = { kind: 'residual', layer: 0, position: 1, value } as const;
      const batch = await runner.traceBatch({ rows, hooks: HOOKS, interventions: [{ ...patch, row: 1 }] });
      const singles = [
        await runner.trace({ tokens: ids('abc'), hooks: HOOKS }),
        await runner.trace({ tokens: ids('xyz'), hooks: HOOKS, interventions: [patch] }),
      ];
      for (const hook of HOOKS)
        singles.forEach((single, row) => {
          const [of, alone] = [batch.get(hook), single.hooks.get(hook)];
          expect(of && at(of, row)).toEqual(alone && at(alone, 0));
        });
      expect(value).toEqual(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7])); // still the caller's
    });

    test('a patched batch is as many interventions, and the patch stays the caller’s', async () => {
      const rows = [ids('abc'), ids('abc')];
      const z = Float32Array.from({ length: 3 * WIDTH }, (_, i) => i / 9);
      const mlp = Float32Array.from({ length: 3 * WIDTH }, (_, i) => -i / 7);
      const patch = {
        gates: tensor([2, 1, 3, 2], Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0)),
        values: { heads: [tensor([1, 3, 1, WIDTH], z)], mlps: [tensor([1, 3, WIDTH], mlp)] },
      };
      const batch = await runner.traceBatch({ rows, hooks: HOOKS, patch });
      const place = { layer: 0, row: 1, gain: 0 };
      const listed = await runner.traceBatch({
        rows,
        hooks: HOOKS,
        interventions: [
          { kind: 'head', head: 0, position: 1, ...place, baseline: z.slice(WIDTH, 2 * WIDTH) },
          { kind: 'mlp', position: 2, ...place, baseline: mlp.slice(2 * WIDTH) },
        ],
      });
      expect(batch).toEqual(listed);
      const post = batch.get('blocks.0.hook_resid_post');
      expect(post && at(post, 1).data).not.toEqual(post && at(post, 0).data);
      expect([patch.gates.data.length, z.length, mlp.length]).toEqual([12, 3 * WIDTH, 3 * WIDTH]);
    });

    test('states are read as the model reads them, and stay the caller’s', async () => {
      const { hooks } = await runner.trace({ tokens: ids('hello'), hooks: ['blocks.0.hook_resid_post'] });
      const post = at(hooks.get('blocks.0.hook_resid_post') ?? tensor([0], new Float32Array()), 0);
      const ask = { top: 3, bottom: 2, tokens: [tokenId(65)] };
      const read = await runner.readout(post, ask);
      const raw = await model.readout(post.data, ask);
      expect(read.top.map((row) => row.map(({ token, ...rest }) => ({ id: token.id, ...rest })))).toEqual(
        raw.top,
      );
      expect(read.bottom.map((row) => row.map(({ token }) => token.id))).toEqual(
        raw.bottom.map((row) => row.map(({ id }) => id)),
      );
      expect([read.asked, read.entropy]).toEqual([raw.asked, raw.entropy]);
      const first = read.top[0]?.[0]?.token;
      expect(first && (await runner.describe([first.id]))).toEqual([first]);
      expect(post.data.length).toBe(5 * WIDTH);
    });

    test('scales go with their states', async () => {
      const states = tensor([2, WIDTH], new Float32Array(2 * WIDTH).fill(1));
      const scales = [1, 4];
      const { asked } = await runner.readout(states, { top: 1, scales, tokens: [tokenId(65)] });
      expect(asked[1]?.[0]?.logit).toBeCloseTo((asked[0]?.[0]?.logit ?? 0) / 4, 6);
    });

    test('head writes, a metric’s direction and the output gram pass through, again and again', async () => {
      const z = Float32Array.from({ length: WIDTH }, (_, i) => i / 8);
      const weights = new Map([[tokenId(65), 1]]);
      for (const _ of [1, 2]) {
        expect(await runner.headWrites([{ layer: 0, head: 0, z }])).toEqual(tensor([1, WIDTH], z));
        expect(await runner.metricDirection(weights)).toEqual(await model.metricDirection(weights));
        expect(await runner.outputGram()).toEqual(await model.outputGram());
        expect(await runner.similarities([tokenId(65)], 'embedding')).toEqual(
          await model.similarities([tokenId(65)], 'embedding'),
        );
      }
    });

    test('a lens is fitted on every state of the texts but their start’s, past their ends, and can be stopped', async () => {
      const steps = new Set<string>();
      const request = {
        start: [tokenId(65)],
        samples: 3,
        tokens: 5,
        seed: 1,
        ridge: 0.01,
        file: '',
        about: {},
      };
      const fit = await runner.fitLens(request, { onProgress: ({ step }) => steps.add(step) });
      expect(fit).toEqual({ states: 3 * 4, depths: 2 });
      expect([...steps]).toEqual(['Calibrating: it writes texts of its own']);
      await expect(runner.fitLens({ ...request, ridge: 0 })).rejects.toMatchObject({
        code: 'request-invalid',
      });
      const stop = AbortSignal.abort();
      await expect(runner.fitLens(request, { signal: stop })).rejects.toMatchObject({ code: 'cancelled' });
    });

    test('states go through a lens, and stay the caller’s', async () => {
      const states = tensor([1, WIDTH], new Float32Array(WIDTH).fill(1.5));
      expect(await runner.mapStates(states, '')).toEqual(tensor([1, WIDTH], new Float32Array(WIDTH).fill(3)));
      expect(states.data[0]).toBe(1.5);
    });

    test('what enters a head passes through, and the states stay the caller’s', async () => {
      const states = tensor(
        [2, WIDTH],
        Float32Array.from({ length: 2 * WIDTH }, (_, i) => i),
      );
      const request = { layer: 0, head: 0, side: 'key', states, scales: [1, 2], positions: [0, 1] } as const;
      const answer = await runner.headInputs(request);
      expect(answer).toEqual(await model.headInputs(request));
      expect(at(answer.inputs, 1).data).toEqual(at(states, 1).data.map((x) => x / 2));
    });

    test('the model’s refusals arrive whole', async () => {
      const refused = runner.trace({ tokens: ids('x'.repeat(65)), hooks: HOOKS });
      await expect(refused).rejects.toBeInstanceOf(ModelError);
      await expect(refused).rejects.toMatchObject({
        code: 'prompt-too-long',
        exitCode: 2,
        fix: 'Give another prompt.',
      });
      await expect(runner.trace({ tokens: ids('x'), hooks: ['no.such'] })).rejects.toMatchObject({
        code: 'hook-unknown',
      });
    });

    test('requests without meaning are refused by name', async () => {
      const states = tensor([1, 3], new Float32Array(3));
      await expect(runner.trace({ tokens: [], hooks: HOOKS })).rejects.toMatchObject({
        code: 'prompt-empty',
        exitCode: 2,
      });
      await expect(runner.traceBatch({ rows: [], hooks: HOOKS })).rejects.toMatchObject({
        code: 'prompt-empty',
      });
      await expect(runner.readout(states, { top: 1 })).rejects.toMatchObject({ code: 'request-invalid' });
    });
  });
}
