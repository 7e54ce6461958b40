import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/analysis/findings.ts';
import { turn } from '../../src/dispatch/flow.ts';
import { verifyReceipt } from '../../src/dispatch/verify-receipt.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import type { Progress } from '../../src/kernel/progress.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const house = {
  ...(await houseAround(runner)),
  draw: async () => ({ png: new Uint8Array(), width: 1520, height: 968 }), // numbers need no pixels
};
afterAll(close);

async function traced(params: string, prompt = 'The capital of France is'): Promise<Reply<Finding>> {
  for await (const { reply } of turn({ text: `.p/reflect.trace{${params}} ${prompt}` }, house, {}))
    return reply;
  throw new Error('no answer');
}

describe('a whole trace', async () => {
  const steps: Progress[] = [];
  let reply: Reply<Finding> | undefined;
  for await (const answer of turn({ text: '.p/reflect.trace The capital of France is' }, house, {
    onProgress: (progress) => steps.push(progress),
  }))
    reply = answer.reply;
  if (reply === undefined) throw new Error('no answer');
  const whole = reply;
  const graph = findingOf(whole, 'attribution');
  const receipt = findingOf(whole, 'receipt');

  test('is held against a counterfactual that the model really answers otherwise', () => {
    const { edits, answer, original } = findingOf(whole, 'counterfactual');
    expect(edits.map(({ from }) => from.text)).toEqual([' France']);
    expect(answer.prob).toBeGreaterThan(original.after);
    expect(graph.metric.tokens.map(({ id }) => id)).toEqual([original.id, answer.id]);
  });

  test('tests exactly the nodes that are drawn, and measures each of them', () => {
    const drawn = graph.nodes.filter(({ id }) => /^[LM]/.test(id));
    expect([...receipt.nodes].sort()).toEqual(drawn.map(({ id }) => id).sort());
    expect(drawn).toHaveLength(graph.shown.nodes);
    expect(drawn.filter(({ effect }) => effect === undefined)).toEqual([]);
    expect(graph.shown.ofNodes).toBe(receipt.ofNodes);
  });

  test('carries the metric, is needed, and random nodes do neither; scores agree with effects', () => {
    expect(receipt.sufficiency).toBeGreaterThan(0.95);
    expect(receipt.necessity).toBeGreaterThan(0.9);
    expect(receipt.random.p95).toBeLessThan(0.3); // 40 of the 120 nodes that differ at all
    expect(graph.agreement?.r).toBeGreaterThan(0.9);
    expect(receipt.grow.nodes).toBeLessThan(40);
  });

  test('draws edges between drawn nodes only, every node reached from the answer', () => {
    const ids = new Set(graph.nodes.map(({ id }) => id));
    for (const { from, to } of graph.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    const senders = new Set(graph.edges.map(({ from }) => from));
    expect([...ids].filter((id) => id !== 'logit' && !senders.has(id))).toEqual([]);
    expect(graph.shown.share).toBeGreaterThan(0);
    expect(graph.shown.share).toBeLessThanOrEqual(1);
  });

  test('ends at the word that was exchanged: no other embedding differs', () => {
    expect(graph.nodes.filter(({ id }) => id.startsWith('E@')).map(({ id }) => id)).toEqual([
      `E@${findingOf(whole, 'counterfactual').edits[0]?.position}`,
    ]);
  });

  test('tells the answer first, before it looks for anything', () => {
    expect(steps.map(({ step }) => step).find((step) => /says/.test(step))).toMatch(/Paris.*looking for/);
    expect(steps.at(-1)?.step).toMatch(/Measuring reflect.trace/);
  });

  test('its receipt comes out again from its JSON alone, and a changed one does not', async () => {
    const stored: Reply<Finding> = JSON.parse(JSON.stringify(whole));
    for (const { stored: was, now } of await verifyReceipt(stored, runner, {}))
      expect(now).toBeCloseTo(was ?? 0, 4);
    const fewer = {
      ...stored,
      findings: stored.findings.map((finding) =>
        finding.kind === 'receipt' ? { ...finding, nodes: finding.nodes.slice(5) } : finding,
      ),
    };
    const numbers = await verifyReceipt(fewer, runner, {});
    const circuit = numbers.find(({ what }) => what === 'circuit');
    expect(Math.abs((circuit?.now ?? 0) - (circuit?.stored ?? 0))).toBeGreaterThan(0.01);
  });
});

test('where five points miss a leap of the metric, twenty are taken; scores that still disagree with effects are said to', async () => {
  const prompt = 'Seen: eleven. eleven! eleven! rain. blue. eleven! singer. picture. wind';
  const against = prompt.replace('picture. wind', 'picture. singer');
  const { completeness, agreement, method, caveats } = findingOf(
    await traced(`against="${against}"`, prompt),
    'attribution',
  );
  expect(completeness?.points).toBe(20);
  expect(method).toMatch(/mean of 20 points/);
  expect(completeness?.sum).toBeCloseTo(completeness?.way ?? 0, 0);
  expect(agreement?.r).toBeGreaterThan(0.55); // .47 over five points
  expect(caveats.join()).toMatch(/agree poorly with exact effects here/);
});

test('one hop shows only what writes at the answering position', async () => {
  const { nodes, metric } = findingOf(await traced('depth=1'), 'attribution');
  const positions = nodes.filter(({ id }) => id !== 'logit').map(({ id }) => Number(id.split('@')[1]));
  expect(new Set(positions)).toEqual(new Set([metric.position]));
});

test('top bounds the heads and MLPs drawn; a smaller picture carries less', async () => {
  const few = await traced('top=4');
  expect(findingOf(few, 'attribution').shown.nodes).toBeLessThanOrEqual(4);
  expect(findingOf(few, 'receipt').caveats.join()).toMatch(/do not trust this picture/);
});

test('a prompt in against= is the counterfactual; uncertainty asks against the runner-up', async () => {
  const given = await traced('against="The capital of Germany is"');
  expect(findingOf(given, 'counterfactual')).toMatchObject({ source: 'given', answer: { text: ' Berlin' } });
  const unsure = await traced('target=uncertainty');
  const { top } = findingOf(unsure, 'next');
  expect(findingOf(unsure, 'attribution').metric.tokens.map(({ id }) => id)).toEqual(
    top.slice(0, 2).map(({ id }) => id),
  );
});

test('memory shows MLPs and the heads that read them', async () => {
  const { nodes } = findingOf(await traced('target=memory'), 'attribution');
  expect(nodes.some(({ id }) => id.startsWith('M'))).toBe(true);
  expect(nodes.length).toBeLessThan(findingOf(await traced(''), 'attribution').nodes.length);
});

test.each([
  ['against="Paris"', undefined, 'answer-is-rival'],
  ['against="The capital of the old country of Germany is"', undefined, 'counterfactual-unequal'],
  ['against="The capital of France is"', undefined, 'counterfactual-same'],
  ['top=0', undefined, 'out-of-range'],
  ['top=1000000', undefined, 'out-of-range'],
  ['depth=0', undefined, 'out-of-range'],
  ['target=waves', undefined, 'unknown-choice'],
])('%s on “%s” is refused in words: %s', async (params, prompt, code) => {
  const refused: unknown = await traced(params, prompt).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code,
    what: expect.stringMatching(/\w{3}/),
    fix: expect.stringMatching(/\w{3}/),
  });
});

test('a prompt of one word is traced or refused in words, never broken', async () => {
  for (const prompt of ['Paris', 'the', '7', ',']) {
    const answer: unknown = await traced('', prompt).catch((error: unknown) => error);
    expect(answer).toSatisfy((it: object) => 'findings' in it || ('what' in it && 'fix' in it));
  }
});
