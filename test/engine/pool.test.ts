import { expect, test } from 'vitest';
import { inlineRunner } from '../../src/engine/inline.ts';
import { modelPool, type PoolOptions } from '../../src/engine/pool.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { ids } from '../support/byte-codec.ts';
import { createGate, entered, type Gate, holdRun, open as letGo } from '../support/gate.ts';
import { HAZARD } from '../support/hazards.ts';
import { tinyFacts, tinyModel } from '../support/tiny-model.ts';
import { runnerContract } from './runner-contract.ts';

/** Tiny models that know their name and say when they are opened and closed. */
function shop(options: Partial<PoolOptions> = {}, gate?: Gate) {
  const log: string[] = [];
  const pool = modelPool({
    usual: 'a',
    most: 2,
    restMs: 0,
    async open(name = 'found') {
      log.push(`open ${name}`);
      const runner = named(name, gate);
      return {
        ...runner,
        async close() {
          log.push(`close ${name}`);
          await runner.close();
        },
      };
    },
    ...options,
  });
  return { pool, log };
}

function named(name: string, gate?: Gate): Runner {
  const model = tinyModel();
  return inlineRunner({
    ...model,
    facts: { ...tinyFacts, name },
    async forward(request) {
      if (gate !== undefined && request.tokens[0]?.[0] === HAZARD.hold) await holdRun(gate);
      return model.forward(request);
    },
  });
}

const nameOf = async (runner: Runner) => (await runner.facts()).name;
const held = (runner: Runner) => runner.traceBatch({ rows: [[HAZARD.hold]], hooks: ['hook_embed'] });

runnerContract(async ({ gate, limits } = {}) => {
  const model = tinyModel();
  const forward: typeof model.forward = async (request) => {
    if (gate !== undefined && request.tokens[0]?.[0] === HAZARD.hold) await holdRun(gate);
    return model.forward(request);
  };
  const pool = modelPool({
    usual: undefined,
    most: 1,
    restMs: 0,
    open: async () => inlineRunner({ ...model, forward }, limits),
  });
  return { ...(await pool.open(undefined)), close: () => pool.close() };
});

test('a name is opened once, however many ask at once; no name is the usual one', async () => {
  const { pool, log } = shop();
  const lent = await Promise.all([pool.open('a'), pool.open(undefined), pool.open('a'), pool.open('b')]);
  expect(await Promise.all(lent.map(nameOf))).toEqual(['a', 'a', 'a', 'b']);
  expect(log).toEqual(['open a', 'open b']);
  await pool.close();
  expect(log.slice(2).sort()).toEqual(['close a', 'close b']);
  await expect(pool.open('a')).rejects.toMatchObject({ code: 'closed' });
});

test('the one unused for longest goes for the next, and comes back at its next call', async () => {
  const { pool, log } = shop();
  const a = await pool.open('a');
  await pool.open('b');
  await nameOf(a);
  await pool.open('c');
  expect(log).toEqual(['open a', 'open b', 'close b', 'open c']);
  expect(pool.names).toEqual(['a', 'c']);
  await pool.open('b');
  expect(await nameOf(a)).toBe('a'); // lent before it was closed
  expect(log.slice(4)).toEqual(['close a', 'open b', 'close c', 'open a']);
  await pool.close();
});

test('a model that works is never closed: the next one waits for it', async () => {
  const gate = createGate();
  const { pool, log } = shop({ most: 1 }, gate);
  const run = held(await pool.open('a'));
  await entered(gate, 1);
  const b = pool.open('b');
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['open a']);
  letGo(gate);
  await run;
  expect(await nameOf(await b)).toBe('b');
  expect(log).toEqual(['open a', 'close a', 'open b']);
  await pool.close();
});

test('between two calls of a turn its model rests and stays; given back, it may go at once', async () => {
  const { pool, log } = shop({ most: 1, restMs: 1e9 });
  const a = await pool.open('a');
  const b = pool.open('b');
  for (let i = 0; i < 20; i++) await nameOf(a);
  expect(log).toEqual(['open a']);
  await a.close();
  expect(await nameOf(await b)).toBe('b');
  expect(log).toEqual(['open a', 'close a', 'open b']);
  await pool.close();
});

test('who is stopped waits no longer, for a place or for an opening; others are not harmed', async () => {
  const { pool } = shop({ most: 1, restMs: 1e9 });
  await pool.open('a');
  const stop = new AbortController();
  const place = pool.open('b', { signal: stop.signal });
  stop.abort();
  await expect(place).rejects.toMatchObject({ code: 'cancelled' });
  await expect(pool.open('a', { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  expect(pool.names).toEqual(['a']);
  await pool.close();

  let finish = (_: Runner) => {};
  const slow = new Promise<Runner>((resolve) => {
    finish = resolve;
  });
  const { pool: other } = shop({ open: () => slow });
  const leaving = new AbortController();
  const first = other.open('a', { signal: leaving.signal });
  const second = other.open('a');
  leaving.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  finish(named('a'));
  expect(await nameOf(await second)).toBe('a');
  await other.close();
});

test('an opening that failed is told to all who waited, frees its place, and is tried again', async () => {
  let fails = 1;
  const { pool } = shop({
    most: 1,
    async open(name = '') {
      if (fails-- > 0) throw new Error(`no ${name} today`);
      return named(name);
    },
  });
  const both = [pool.open('a'), pool.open('a')];
  for (const each of both) await expect(each).rejects.toThrow('no a today');
  expect(pool.names).toEqual([]);
  expect(await nameOf(await pool.open('a'))).toBe('a');
  await pool.close();
});

test('everyone who waits for an opening sees its progress', async () => {
  const seen: string[] = [];
  const { pool } = shop({
    async open(name, { onProgress }) {
      await new Promise((resolve) => setImmediate(resolve));
      onProgress?.({ step: 'Reading', done: 1, unit: 'bytes' });
      return named(name ?? '');
    },
  });
  const hear = (who: string) =>
    pool.open('a', { onProgress: ({ step }) => void seen.push(`${who} ${step}`) });
  await Promise.all([hear('x'), hear('y')]);
  expect(seen).toEqual(['x Reading', 'y Reading']);
  await pool.close();
});

test('many turns on more models than places: each gets its own, never more are open, none twice', async () => {
  const { pool, log } = shop({ most: 2 });
  const turn = async (name: string, i: number) => {
    const runner = await pool.open(name);
    const text = name.repeat((i % 5) + 1);
    const [trace, facts] = await Promise.all([
      runner.trace({ tokens: ids(text), hooks: ['hook_embed'] }),
      runner.facts(),
    ]);
    expect([facts.name, trace.tokens.length]).toEqual([name, text.length]);
  };
  await Promise.all(Array.from({ length: 60 }, (_, i) => turn('abcde'[(i * 7) % 5] ?? 'a', i)));
  const open = new Set<string>();
  for (const line of log) {
    const [what, name = ''] = line.split(' ');
    expect(open.has(name)).toBe(what === 'close');
    if (what === 'open') open.add(name);
    else open.delete(name);
    expect(open.size).toBeLessThanOrEqual(2);
  }
  await pool.close();
});
