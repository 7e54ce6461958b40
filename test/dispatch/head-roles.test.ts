import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { readWeight } from '../../models/session/weight-reader.ts';
import { roleProbe } from '../../src/analysis/probe.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { headRoles } from '../../src/dispatch/head-roles.ts';
import { circuitOf, outputCircuits } from '../../src/dispatch/head-roles-circuits.ts';
import { headsOf, meanOutput, repeatEffects } from '../../src/dispatch/head-roles-effects.ts';
import { measureRoles, roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { golden, load } from '../support/llama-goldens.ts';
import { referenceLlama } from '../support/reference-llama.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const NOTHING = tensor([0], new Float32Array(0));
const prompt = { text: '', tokens: [] };

describe('against a slow way, on random weights of odd shape', async () => {
  const { opened } = await golden('grouped-linear');
  const runner = inlineRunner(await load(opened));
  afterAll(() => runner.close());
  const model = await runner.facts();
  const ask: Ask = { runner, model, prompt, seed: 1, shelf: emptyShelf(), options: {} };
  const pool = Array.from({ length: 40 }, (_, i) => tokenId(2 * i + 5));
  const weight = (name: string) => readWeight(opened.weights, name);

  test('effects are those of tensors edited by hand: log-probabilities in float64, one head at a time', async () => {
    const probe = roleProbe(pool, [tokenId(1)], { sequences: 2, half: 5, seed: 8 });
    const means = Array.from({ length: model.layers }, (_, layer) =>
      tensor(
        [model.heads, model.headWidth],
        Float32Array.from({ length: model.heads * model.headWidth }, (_, i) => Math.sin(i + layer)),
      ),
    );
    const { effects, repeat, tokens } = await repeatEffects(ask, probe, probe.repeated, means);
    const reference = await referenceLlama(opened.description, opened.weights);
    const said = (edits: readonly Intervention[]) =>
      mean(
        probe.repeated.flatMap((row) => {
          const logits = reference.run(row, edits).get('logits') ?? NOTHING;
          return [7, 8, 9, 10].map((position) =>
            logSoftmax(at(logits, 0, position - 1).data, row[position] ?? 0),
          );
        }),
      );
    const whole = said([]);
    const some = [0, 7, 11, 17]; // heads in every layer
    const byHand = some.map((i) => {
      const { layer, head } = headsOf(ask)[i] ?? { layer: 0, head: 0 };
      const baseline = at(means[layer] ?? NOTHING, head).data;
      const edits = Array.from({ length: 10 }, (_, i) => ({
        kind: 'head' as const,
        layer,
        head,
        position: i + 1,
        gain: 0,
        baseline,
      }));
      return whole - said(edits);
    });
    expect(tokens).toBe(8);
    expect(repeat).toBeCloseTo(whole, 5);
    expect(effects).toHaveLength(18);
    for (const [i, head] of some.entries()) expect(effects[head]).toBeCloseTo(byHand[i] ?? Number.NaN, 5);
    expect(Math.max(...effects.map(Math.abs))).toBeGreaterThan(1e-3);
  });

  test('the output circuit is γ∘W_E, W_V, W_O, γ∘W_U multiplied out', async () => {
    const some = pool.slice(0, 7);
    const circuits = await outputCircuits(ask, some);
    const { layers, heads, kvHeads, headWidth, width } = model;
    const [embed, unembed, last] = [
      await weight('model.embed_tokens.weight'),
      await weight('lm_head.weight'),
      await weight('model.norm.weight'),
    ];
    for (const [layer, head] of [
      [0, 0],
      [1, 4],
      [layers - 1, heads - 1],
    ] as const) {
      const of = (name: string) => weight(`model.layers.${layer}.${name}.weight`);
      const [gain, v, o] = [
        await of('input_layernorm'),
        await of('self_attn.v_proj'),
        await of('self_attn.o_proj'),
      ];
      const keyHead = Math.floor(head / (heads / kvHeads));
      const byHand = some.map((source) => {
        const x = row(embed, source, width);
        const scale = Math.sqrt(mean([...x].map((a) => a * a)) + 1e-5);
        const z = count(headWidth, (i) =>
          sum(
            width,
            (k) => (v[(keyHead * headWidth + i) * width + k] ?? 0) * ((x[k] ?? 0) / scale) * (gain[k] ?? 0),
          ),
        );
        const out = count(width, (k) =>
          sum(headWidth, (i) => (o[k * heads * headWidth + head * headWidth + i] ?? 0) * (z[i] ?? 0)),
        );
        return some.map((token) =>
          sum(width, (k) => (out[k] ?? 0) * (last[k] ?? 0) * (unembed[token * width + k] ?? 0)),
        );
      });
      const found = circuitOf(circuits, layer, head);
      for (const [i, values] of byHand.entries())
        for (const [j, value] of values.entries()) expect(found[i]?.[j]).toBeCloseTo(value, 5);
    }
  });

  test('the mean output leaves the first token out', () => {
    const z = tensor([2, 3, 1, 2], Float32Array.of(9, 9, 1, 2, 3, 4, 9, 9, 5, 6, 7, 8));
    expect(meanOutput(z)).toEqual(tensor([1, 2], Float32Array.of(4, 5)));
  });

  test('a cancelled measurement ends, and its progress counts heads', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ step, done, total }: { step: string; done: number; total?: number }) => {
      if (step !== 'Ablating every head') return;
      seen.push(done);
      expect(total).toBe(54);
      if (done >= 24) stop.abort();
    };
    await expect(measureRoles({ ...ask, options: { signal: stop.signal, onProgress } })).rejects.toThrow();
    expect(seen).toEqual([0, 18, 36]);
  });
});

describe('the teaching model', async () => {
  const { runner, close } = await openShipped();
  afterAll(close);
  const model = await runner.facts();
  const shelf = emptyShelf();
  const ask: Ask = { runner, model, prompt, seed: 0, shelf, options: {} };
  const kept: unknown = JSON.parse(
    await readFile(new URL('../../models/teaching/measured/roles.json', import.meta.url), 'utf8'),
  );

  test('the committed roles are what a fresh measurement gives, but for rounding', async () => {
    const fresh = await headRoles(ask);
    expect(rounded(kept)).toEqual(rounded({ form: 1, fingerprint: model.fingerprint, value: fresh }));
    expect(await shelf.read('roles')).toEqual(JSON.parse(JSON.stringify(fresh)));
  });

  test('what is on the shelf is not measured again; what is damaged or of another seed is', async () => {
    const first = await headRoles(ask);
    const never = { ...runner, traceBatch: () => Promise.reject(new Error('measured again')) };
    expect(await headRoles({ ...ask, runner: never })).toEqual(first);
    await expect(headRoles({ ...ask, runner: never, seed: 1 })).rejects.toThrow('measured again');
    const damaged = emptyShelf();
    await damaged.write('roles', { ...first, heads: [{ head: 'L0H0' }] });
    await expect(headRoles({ ...ask, runner: never, shelf: damaged })).rejects.toThrow('measured again');
  });

  test('the command answers from the shelf, by the schema, with words and a figure', async () => {
    const house = { ...(await houseAround(runner)), shelf: () => shelf };
    const { heads } = await headRoles(ask);
    const [answer] = await answersOf('.p/reflect.glyphs{scope=model}', house);
    expect(() => replySchema.parse(answer?.reply)).not.toThrow();
    expect(answer?.reply.findings).toMatchObject([{ kind: 'roles', heads }]);
    expect(answer?.reply.text).toContain('🜏 induction: 10, led by L3H5 .95');
    expect(answer?.figure?.kind).toBe('roles');
    expect(answer?.drawn?.width).toBe(1520);
  });

  test('a scope that there is not is refused before anything runs, with what there is', async () => {
    const house = await houseAround(runner);
    const asked = answersOf('.p/reflect.glyphs{scope=head}', house);
    await expect(asked).rejects.toMatchObject({ exitCode: 2 });
    await expect(answersOf('.p/reflect.glyphs{scope=head}', house)).rejects.toThrow(/model/);
  });

  test('scores stay what they are under another seed: a role is no accident of the probe', async () => {
    const { heads } = await headRoles(ask);
    const { scored } = await roleScores({ ...ask, seed: 11 });
    const leading = heads.filter(
      ({ role, score }) => ['previous', 'duplicate', 'induction'].includes(role) && score > 0.5,
    );
    expect(leading.length).toBeGreaterThan(8);
    for (const { head, role, score } of leading) {
      const again = scored.find((each) => `L${each.layer}H${each.head}` === head);
      if (again === undefined || role === 'none') throw new Error(head);
      expect(Math.abs(mean(again.roles[role].score) - score)).toBeLessThan(0.1);
    }
  });
});

const mean = (values: readonly number[]) => values.reduce((total, x) => total + x, 0) / values.length;
const sum = (n: number, of: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => of(i)).reduce((a, b) => a + b, 0);
const count = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i));
const row = (table: Float32Array, id: number, width: number) => table.subarray(id * width, (id + 1) * width);

function logSoftmax(logits: Float32Array, token: number): number {
  const total = [...logits].reduce((all, logit) => all + Math.exp(logit), 0);
  return (logits[token] ?? Number.NaN) - Math.log(total);
}

/** Numbers to three decimals: another processor adds in another order. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === 'number' ? Number(each.toFixed(3)) + 0 : each)),
  );
