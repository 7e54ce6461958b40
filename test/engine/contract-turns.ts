import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Runner } from '../../src/engine/runner.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { ids } from '../support/byte-codec.ts';
import { arrivals, createGate, entered, open as letGo, shut } from '../support/gate.ts';
import { HAZARD } from '../support/hazards.ts';
import type { OpenTiny } from './runner-contract.ts';

const HOOKS = ['hook_embed'];
const text = (prompt: string) => ({ tokens: ids(prompt), hooks: HOOKS });

/** One call at a time, and what becomes of those that wait. */
export function turnsContract(open: OpenTiny): void {
  describe('turns', () => {
    const gate = createGate();
    let runner: Runner;
    beforeAll(async () => {
      runner = await open({ gate, limits: { maxQueue: 2 } });
    });
    afterAll(() => runner.close());

    /** A run that has begun and cannot be interrupted until the gate opens. */
    const begin = async (options?: CallOptions) => {
      shut(gate);
      const before = arrivals(gate);
      const run = runner.traceBatch({ rows: [[HAZARD.hold]], hooks: HOOKS }, options);
      run.catch(() => {}); // looked at by the tests, later
      await entered(gate, before + 1);
      return { run };
    };

    test('a cancelled call that waits leaves at once, and the running one goes on', async () => {
      const { run: running } = await begin();
      const stop = new AbortController();
      const waiting = runner.trace(text('waits'), { signal: stop.signal });
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
      letGo(gate);
      expect((await running).get('hook_embed')?.shape).toEqual([1, 1, 8]);
    });

    test('a cancelled run answers at once, and the next call waits for its end', async () => {
      const stop = new AbortController();
      const { run: running } = await begin({ signal: stop.signal });
      const next = runner.trace(text('next'));
      stop.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' }); // the gate is still shut
      letGo(gate);
      expect((await next).tokens).toHaveLength(4);
    });

    test('a call past its deadline answers at once, running or waiting', async () => {
      const { run: running } = await begin({ deadlineMs: 30 });
      const waiting = runner.trace(text('waits'), { deadlineMs: 1 });
      await expect(waiting).rejects.toMatchObject({ code: 'deadline' });
      await expect(running).rejects.toMatchObject({ code: 'deadline' });
      letGo(gate);
      expect((await runner.trace(text('after'))).tokens).toHaveLength(5);
    });

    test('a full queue refuses the next and says how many wait; a place left is free again', async () => {
      const { run: running } = await begin();
      const stop = new AbortController();
      const first = runner.trace(text('first'), { signal: stop.signal });
      const second = runner.trace(text('second'));
      await expect(runner.trace(text('third'))).rejects.toMatchObject({
        code: 'queue-full',
        what: '2 runs are waiting already; no more are taken in.',
      });
      stop.abort();
      await expect(first).rejects.toMatchObject({ code: 'cancelled' });
      const third = runner.trace(text('third'));
      letGo(gate);
      await running;
      expect([(await second).tokens.length, (await third).tokens.length]).toEqual([6, 5]);
    });

    test('two callers at once get each their own answers, in the order asked', async () => {
      const log: string[] = [];
      const caller = async (name: string) => {
        for (let i = 1; i <= 4; i++) {
          const { tokens } = await runner.trace(text(name.repeat(i)));
          log.push(tokens.map((token) => token.text).join(''));
        }
      };
      await Promise.all([caller('a'), caller('b')]);
      expect(log).toEqual(['a', 'b', 'aa', 'bb', 'aaa', 'bbb', 'aaaa', 'bbbb']);
    });

    test('a call cancelled before it is made never runs', async () => {
      const before = arrivals(gate);
      const call = runner.traceBatch(
        { rows: [[HAZARD.hold]], hooks: HOOKS },
        { signal: AbortSignal.abort() },
      );
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      await runner.tokenize('a');
      expect(arrivals(gate)).toBe(before);
    });

    test('close answers those in flight and in line, twice is once, and nothing goes after', async () => {
      const { run: running } = await begin();
      const waiting = runner.trace(text('waits'));
      const closing = [runner.close(), runner.close()];
      await expect(running).rejects.toMatchObject({ code: 'closed' });
      await expect(waiting).rejects.toMatchObject({ code: 'closed' });
      await expect(runner.tokenize('late')).rejects.toMatchObject({ code: 'closed' });
      letGo(gate);
      await Promise.all(closing);
    });
  });

  test('what would not fit into memory is refused with the sum', async () => {
    const runner = await open({ limits: { maxRunBytes: 100_000 } });
    const long = { tokens: ids('x'.repeat(60)), hooks: ['blocks.0.attn.hook_pattern', 'logits'] };
    const many = { tokens: ids('x'), maxTokens: 30, samples: 1000, sampling: { temperature: 1, seed: 1 } };
    await expect(runner.trace(long)).rejects.toMatchObject({ code: 'too-large', exitCode: 2 });
    const edges = { tokens: long.tokens, metric: [], rules: 'exact', edges: { top: 1 } } as const;
    await expect(runner.attribute(edges)).rejects.toMatchObject({ code: 'too-large', exitCode: 2 });
    await expect(runner.generate(many)).rejects.toMatchObject({ code: 'too-large' });
    expect((await runner.trace(text('short'))).tokens).toHaveLength(5);
    await runner.close();
  });
}
