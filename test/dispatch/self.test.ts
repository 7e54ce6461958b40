import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { identityPrompt } from '../../src/analysis/identity-prompt.ts';
import type { SelfFinding } from '../../src/analysis/self-finding.ts';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { placedPrompt, selfRuns } from '../../src/dispatch/self-runs.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
const model = await runner.facts();
const ask = { runner, model, options: {} };
const PROMPT = 'The capital of France is';

const tokens = (await runner.tokenize(PROMPT)).map(({ id }) => id);
const entering = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_pre'));
const trace = await runner.trace({ tokens, hooks: entering });
const states = entering.map((name) => at(known(trace.hooks.get(name)), 0, 4).data);
const identity = identityPrompt(model);

function known(tensor: Tensor | undefined): Tensor {
  if (tensor === undefined) throw new Error('a hook is missing');
  return tensor;
}

const far = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? 0))));

describe('the runs behind a reading', () => {
  test('every row is the identity prompt run alone with one state in the placeholder’s place', async () => {
    for (const reading of ['is', 'says'] as const) {
      const placed = await placedPrompt(ask, identity, reading);
      const runs = await selfRuns(ask, placed, states, 1, randomFrom(1));
      for (const [layer, value] of states.entries()) {
        const interventions = [{ kind: 'residual' as const, layer, position: placed.position, value }];
        const alone = await runner.trace({ tokens: placed.tokens, hooks: [], logits: 'last', interventions });
        expect(
          far(at(runs.states, layer).data, at(known(alone.hooks.get('logits')), 0, 0).data),
        ).toBeLessThan(1e-4);
      }
      const plain = await runner.trace({ tokens: placed.tokens, hooks: [], logits: 'last' });
      expect(far(runs.unpatched, at(known(plain.hooks.get('logits')), 0, 0).data)).toBeLessThan(1e-4);
    }
  });

  test('at layer 0 a reading is the prompt with the token itself written there', async () => {
    const placed = await placedPrompt(ask, identity, 'is');
    const { states: read } = await selfRuns(ask, placed, states, 0, randomFrom(1));
    const written = placed.tokens.map((id, i) => (i === placed.position ? (tokens[4] ?? id) : id));
    const alone = await runner.trace({ tokens: written, hooks: [], logits: 'last' });
    expect(far(at(read, 0).data, at(known(alone.hooks.get('logits')), 0, 0).data)).toBeLessThan(1e-4);
  });

  test('“says” ends where “is” is patched, and random vectors differ with the seed alone', async () => {
    const [is, says] = [await placedPrompt(ask, identity, 'is'), await placedPrompt(ask, identity, 'says')];
    expect(says.tokens).toEqual(is.tokens.slice(0, is.position + 1));
    const [a, b, c] = [
      await selfRuns(ask, says, states, 2, randomFrom(1)),
      await selfRuns(ask, says, states, 2, randomFrom(1)),
      await selfRuns(ask, says, states, 2, randomFrom(2)),
    ];
    expect(a?.random.data).toEqual(b?.random.data);
    expect(far(a?.random.data ?? new Float32Array(1), c?.random.data ?? new Float32Array(1))).toBeGreaterThan(
      0.01,
    );
    expect(far(a?.states.data ?? new Float32Array(1), c?.states.data ?? new Float32Array(1))).toBe(0);
  });
});

describe('.p/reflect.self in a session', async () => {
  // With the lens that comes with the model: to calibrate is another test's business.
  const shelf = keptMeasurements(join(tmpdir(), 'dotp-no-home'));
  const house = { ...(await houseAround(runner)), shelf };
  const selfOf = async (text: string): Promise<SelfFinding> => {
    const [answer] = await answersOf(text, house);
    expect(() => replySchema.parse(answer?.reply)).not.toThrow();
    const found = answer?.reply.findings.find((each): each is SelfFinding => each.kind === 'self');
    if (found === undefined) throw new Error('no self finding');
    return found;
  };

  test('both readings of every layer; the last one says what the model says', async () => {
    const found = await selfOf(`.p/reflect.self ${PROMPT}`);
    expect(found.readings.map(({ layers }) => layers.length)).toEqual([model.layers, model.layers]);
    expect(found.answer.text).toBe(' Paris');
    expect(found.readings[1]?.layers.at(-1)?.top[0]?.text).toBe(' Paris');
    expect(found.identity.fits).toBe('closed world');
    expect(found.words.map(({ source }) => source)).toEqual(['token', 'lens', 'answer', 'lens']);
  });

  test('after a trace of the same prompt its leading nodes stand beside it, each with its own word', async () => {
    await answersOf(`.p/reflect.trace ${PROMPT}`, house);
    const { words } = await selfOf(`.p/reflect.self ${PROMPT}`);
    const nodes = words.filter(({ source }) => source === 'trace');
    expect(nodes).toHaveLength(3);
    for (const { where, score } of nodes) {
      expect(where).toMatch(/^(L\dH\d|M\d)@\d+$/);
      expect(score).toBeTypeOf('number');
    }
    const other = await selfOf('.p/reflect.self The capital of Italy is');
    expect(other.words.filter(({ source }) => source === 'trace')).toEqual([]);
  });

  test.each(['layer=99', 'position=99'])('%s is refused with words', async (param) => {
    await expect(answersOf(`.p/reflect.self{${param}} ${PROMPT}`, house)).rejects.toMatchObject({
      code: 'place-outside',
    });
  });

  test('layer=2 shows the words of that layer', async () => {
    const { readings, asked } = await selfOf(`.p/reflect.self{layer=2, position=3} ${PROMPT}`);
    expect(asked).toBe(2);
    expect(readings.map(({ shown }) => shown)).toEqual([2, 2]);
  });
});
