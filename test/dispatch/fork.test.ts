import { afterAll, describe, expect, test } from 'vitest';
import { readCommands } from '../../src/dispatch/registry.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { forkFigure } from '../../src/figure/fork.ts';
import { signed } from '../../src/kernel/numbers.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
const drawn = { png: new Uint8Array(), width: 1520, height: 968 };
const house = { ...(await houseAround(runner)), commands: await readCommands(), draw: async () => drawn };
const PROMPT = 'The capital of France is';

async function ask(message: string) {
  const [answer] = await answersOf(message, house);
  if (answer === undefined) throw new Error('no answer');
  return { ...answer, fork: findingOf(answer.reply, 'branches') };
}

describe('a fork on the teaching model', () => {
  test('branches, drivers and control hold to the schema; words and figure say the same numbers', async () => {
    const { reply, fork, figure } = await ask(`.p/fork.attribution ${PROMPT}`);
    expect(replySchema.safeParse(reply).error).toBeUndefined();
    expect(replySchema.parse(JSON.parse(JSON.stringify(reply)))).toEqual(reply);
    expect(forkFigure(JSON.parse(JSON.stringify(reply)))).toEqual(figure);
    const next = findingOf(reply, 'next');
    expect(fork.branches.map(({ token, prob }) => [token.id, prob])).toEqual(
      next.top.slice(0, fork.branches.length).map(({ id, prob }) => [id, prob]),
    );
    const [paris] = fork.branches;
    expect(paris?.token.text).toBe(' Paris');
    expect(paris?.continuation.text).toMatch(/^\./);
    expect(paris?.together?.share).toBeGreaterThan(0.5);
    expect(reply.text).toContain(`“Paris”`);
    expect(reply.text).toContain(signed(paris?.drivers[0]?.effect ?? Number.NaN));
    expect(fork.branches.reduce((sum, { prob }) => sum + prob, fork.rest)).toBeCloseTo(1, 6);
    expect(fork.branches.reduce((sum, { metric }) => sum + metric, 0)).toBeCloseTo(0, 4);
    expect(fork.agreement?.r).toBeGreaterThan(0.8);
    expect(reply.timing.analysis).toBeGreaterThanOrEqual(0);
    expect(reply.findings.map(({ kind }) => kind)).toEqual(['next', 'counterfactual', 'branches']);
  });

  test('two named words are the branches, each the other’s negative', async () => {
    const { fork } = await ask(`.p/fork.attribution{between=["Rome","Paris"],sources=heads} ${PROMPT}`);
    expect(fork.branches.map(({ token }) => token.text)).toEqual([' Paris', ' Rome']);
    const [a, b] = fork.branches;
    expect(a?.metric).toBeCloseTo(-(b?.metric ?? 0), 5);
    expect(fork.branches.flatMap(({ drivers }) => drivers).every(({ node }) => node.startsWith('L'))).toBe(
      true,
    );
    const effects = new Map(a?.drivers.map(({ node, effect }) => [node, effect]));
    for (const { node, effect } of b?.drivers ?? [])
      if (effects.has(node)) expect(effect).toBeCloseTo(-(effects.get(node) ?? 0), 4);
  });

  test('tokens hidden: the country carries the capital; no counterfactual is needed', async () => {
    const { reply, fork } = await ask(`.p/fork.attribution{sources=tokens,k=2} ${PROMPT}`);
    const [first] = fork.branches[0]?.drivers ?? [];
    expect(reply.prompt.tokens[Number(first?.node.slice(2))]?.text).toBe(' France');
    expect(reply.findings.some(({ kind }) => kind === 'counterfactual')).toBe(false);
    expect(reply.caveats.join(' ')).toMatch(/last token is not hidden/);
  });

  test('memory: recall and context by token, the subject named', async () => {
    const { reply, fork } = await ask(`.p/fork.attribution{sources=memory,k=2,visualize=false} ${PROMPT}`);
    expect(fork.subject.map((position) => reply.prompt.tokens[position]?.text)).toEqual([' France']);
    expect(fork.branches.every(({ memory }) => memory !== undefined)).toBe(true);
    expect(
      fork.branches.flatMap(({ drivers }) => drivers).every(({ node }) => /^(M\*|L\*H\*)@\d+$/.test(node)),
    ).toBe(true);
    expect(fork.method).toMatch(/by component, not by origin/);
    expect(reply.pictures).toEqual([]);
  });

  test('more branches than there are words in sight: fewer, and it is said', async () => {
    const { reply, fork } = await ask(`.p/fork.attribution{k=6,sources=tokens} ${PROMPT}`);
    expect(fork.branches.length).toBeLessThan(6);
    expect(reply.caveats.join(' ')).toMatch(/6 branches were asked for; only \d are drawn/);
  });

  test('a prompt of one word still forks', async () => {
    const { reply, fork } = await ask('.p/fork.attribution{sources=tokens} The');
    expect(fork.branches.length).toBeGreaterThan(1);
    expect(replySchema.safeParse(reply).error).toBeUndefined();
    const nodes = await ask('.p/fork.attribution{k=2} The');
    expect(replySchema.safeParse(nodes.reply).error).toBeUndefined();
  });
});

test.each([
  ['.p/fork.attribution{between=["Paris"," Paris"]}', 'branch-twice'],
  ['.p/fork.attribution{between=["Paris"]}', 'out-of-range'],
  ['.p/fork.attribution{k=1}', 'out-of-range'],
  ['.p/fork.attribution{sources=dreams}', 'unknown-choice'],
])('%s is refused with words', async (message, code) => {
  await expect(ask(`${message} ${PROMPT}`)).rejects.toMatchObject({ code, exitCode: 2 });
});

test('an unknown word stands for its first token, and it is said', async () => {
  const { reply } = await ask(`.p/fork.attribution{between=["Paris","Zorvania"],sources=tokens} ${PROMPT}`);
  expect(reply.caveats.join(' ')).toMatch(/“Zorvania” is several tokens/);
});
