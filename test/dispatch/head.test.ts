import { afterAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { direct } from '../../src/analysis/direct.ts';
import type { HeadFinding } from '../../src/analysis/head-finding.ts';
import { metricOf, metricWeights } from '../../src/analysis/metric.ts';
import { lastRow } from '../../src/analysis/next.ts';
import { traceHooks } from '../../src/analysis/trace-hooks.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { measureHead } from '../../src/dispatch/measure-head.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
const NOTHING = tensor([1, 0], new Float32Array(0));
const PROMPT = 'Words: three Denmark wolf cake Eva rabbit Kenya three';

async function askAbout(text: string): Promise<Ask> {
  const prompt = { text, tokens: await runner.tokenize(text) };
  return { runner, model: await runner.facts(), prompt, seed: 0, shelf: emptyShelf(), options: {} };
}

async function headOf(text: string, head: string, place: number | 'last' = 'last') {
  const ask = await askAbout(text);
  const findings = await measureHead(ask, { head, at: place, token: 'auto', against: 'auto' });
  const found = findings.find((finding): finding is HeadFinding => finding.kind === 'head');
  if (found === undefined) throw new Error('no head');
  return { ask, findings, found };
}

describe('the induction head of the teaching model', async () => {
  const { ask, findings, found } = await headOf(PROMPT, 'L4H0');
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const last = ids.length - 1;

  test('looks behind the earlier copy, writes what stands there, and the answer needs it', () => {
    const [denmark] = found.look.weighted.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share);
    expect(ask.prompt.tokens[denmark?.i ?? 0]?.text).toBe(' Denmark');
    expect(found.why?.key).toBe(denmark?.i);
    expect(found.writes.up[0]?.token.text).toBe(' Denmark');
    expect(
      found.writes.would.map(({ position, up }) => [ask.prompt.tokens[position]?.text, up[0]?.token.text])[0],
    ).toEqual([' Denmark', ' Denmark']);
    expect(found.effect.here).toBeGreaterThan(1);
    expect(found.copying.here.share).toBeGreaterThan(found.copying.here.null99);
  });

  test('query and key parts sum to its own scores', () => {
    expect(found.why?.error).toBeLessThanOrEqual(1e-4);
  });

  test('its direct part is that of direct attribution, and splits by the token read', async () => {
    const trace = await runner.trace({ tokens: ids, hooks: traceHooks(ask.model.layers), logits: 'last' });
    const parts = direct(trace, await runner.metricDirection(metricWeights(found.metric)), found.metric);
    const own = parts.parts.find(({ node }) => node === `L4H0@${last}`)?.score ?? Number.NaN;
    expect(found.writes.direct).toBeCloseTo(own, 4);
    const paths = parts.paths.filter(({ node }) => node === `L4H0@${last}`).map(({ score }) => score);
    found.writes.from.forEach((score, i) => {
      expect(score).toBeCloseTo(paths[i] ?? Number.NaN, 5);
    });
  });

  test('its effect, and every other head’s, is that of tensors exchanged one by one', async () => {
    const counterfactual = findings.find((finding) => finding.kind === 'counterfactual');
    const rows = counterfactual?.kind === 'counterfactual' ? counterfactual.rows : [];
    expect(rows).toHaveLength(1);
    const metricWith = async (interventions: readonly Intervention[]) => {
      const logits = lastRow(await runner.trace({ tokens: ids, hooks: [], logits: 'last', interventions }));
      const [answer, rival] = found.metric.tokens;
      return answer === undefined ? Number.NaN : metricOf(logits, last, answer, rival).value;
    };
    const [another] = found.effect.control;
    for (const { head, here, everywhere } of [
      { ...found.effect, head: 'L4H0' },
      another ?? { head: '', here: 0, everywhere: 0 },
    ]) {
      const [, layer = 0, index = 0] = (/^L(\d)H(\d)$/.exec(head) ?? []).map(Number);
      const z = blockHook(layer, 'attn.hook_z');
      const other = (await runner.traceBatch({ rows, hooks: [z] })).get(z) ?? NOTHING;
      const exchanged = ids.map(
        (_, position): Intervention => ({
          kind: 'head',
          layer,
          head: index,
          position,
          gain: 0,
          baseline: at(other, 0, position, index).data,
        }),
      );
      expect(found.metric.value - (await metricWith(exchanged))).toBeCloseTo(everywhere, 3);
      expect(found.metric.value - (await metricWith(exchanged.slice(-1)))).toBeCloseTo(here, 3);
    }
  });

  test('controls are twenty other heads, each once', () => {
    const names = found.effect.control.map(({ head }) => head);
    expect(new Set([...names, found.head]).size).toBe(21);
  });
});

test('auto takes the head with the largest score, either way', async () => {
  const { found } = await headOf('The capital of France is', 'auto');
  expect(found.chosen).toBe('auto');
  const scores = await Promise.all(
    ['L4H0', 'L3H5'].map(async (name) => (await headOf('The capital of France is', name)).found.effect.score),
  );
  for (const score of scores)
    expect(Math.abs(found.effect.score ?? 0)).toBeGreaterThanOrEqual(Math.abs(score ?? 0));
}, 20_000);

test('another token looks: no direct part there, and nothing later is looked at', async () => {
  const { found } = await headOf('The capital of France is', 'L1H5', 4);
  expect([found.position, found.look.pattern.length, found.writes.direct, found.writes.from]).toEqual([
    4,
    5,
    null,
    [],
  ]);
  expect((await headOf('The capital of France is', 'L1H5', 0)).found.why).toBeNull();
});

test('where nothing can be exchanged the head is silenced, and that is said', async () => {
  const ask = await askAbout('?'); // nothing else is of its kind; without the opening token it is alone
  const alone = { ...ask, prompt: { text: '?', tokens: ask.prompt.tokens.slice(1) } };
  for (const head of ['L4H0', 'auto']) {
    const asked = { head, at: 'last', token: 'auto', against: 'auto' } as const;
    const findings = await measureHead(alone, asked);
    expect(findings.map(({ kind }) => kind)).toEqual(['next', 'head']);
    const found = findings.find((finding): finding is HeadFinding => finding.kind === 'head');
    expect(found?.effect).toMatchObject({ ablation: 'zero ablation', score: null, scoreEverywhere: null });
    expect(found?.caveats.join(' ')).toContain('silenced');
  }
});

describe('said in words', async () => {
  const house = await houseAround(runner);

  test.each([
    ['head=L9H0', 'component-unknown', 'the nearest is L5H0'],
    ['head=L2H99', 'component-unknown', 'the nearest is L2H7'],
    ['head=M3', 'component-unknown', 'Heads are L0H0 to L5H7'],
    ['head=L4H0, at=77', 'place-outside', 'Positions are 0 to 5'],
    ['token=" Paris", against=" Paris"', 'answer-is-rival', 'another word'],
  ])('%s is refused', async (params, code, words) => {
    const refused = answersOf(`.p/reflect.head{${params}} The capital of France is`, house);
    await expect(refused).rejects.toMatchObject({ code, exitCode: 2, fix: expect.stringContaining(words) });
  });

  test('a reply holds what its schema says, and says where it looks, what it writes and what that did', async () => {
    const [answer] = await answersOf('.p/reflect.head{head=l4h0} The capital of France is', house);
    expect(replySchema.safeParse(answer?.reply).error).toBeUndefined();
    const reply = answer?.reply;
    if (reply === undefined) throw new Error('no reply');
    expect(findingOf(reply, 'head').head).toBe('L4H0');
    for (const words of ['takes most from', 'It writes', 'Without it', 'other heads', 'copies'])
      expect(reply.text).toContain(words);
    expect(answer?.drawn?.width).toBe(1520);
  });
});
