import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { type RedisLink, redisLink } from '../../src/memory/redis-link.ts';
import { inRedis } from '../../src/memory/store.ts';
import { redisServer } from '../support/redis.ts';
import { event } from './event.ts';
import { ledgerKillContract } from './ledger-kill-contract.ts';

const server = await redisServer();
afterAll(() => server.close());

ledgerKillContract('redis:', server.fresh, Number(process.env.DOTP_KILLS ?? 3));

test('an addition that is begun again after its answer was lost still says true', async () => {
  const link = redisLink(server.fresh());
  /** Every work is done, its answer thrown away, and done again. */
  const forgetful: RedisLink = {
    ...link,
    run: (work) =>
      link.run(async (client, keyv) => {
        await work(client, keyv);
        return work(client, keyv);
      }),
  };
  const [space, other] = [inRedis(forgetful).space('s'), inRedis(link).space('s')];
  expect(await space.add('k', 'mine')).toBe(true);
  expect(await space.add('k', 'mine')).toBe(false);
  expect(await other.add('k', 'mine')).toBe(false);
  expect(await other.add('l', 'theirs')).toBe(true);
  expect(await space.add('l', 'theirs')).toBe(false);
  await link.close();
});

test('a server killed and started again under two processes: each event is taken in by one, none is lost', async () => {
  const made = await redisServer();
  onTestFinished(() => made.close());
  const url = made.fresh();
  const memories = await Promise.all([1, 2].map(() => openMemory(url, { home: '', serve: true })));
  const taken: number[] = [];
  let going = true;
  const takers = memories.map(async ({ ledger }) => {
    let i = 0;
    for (; going; i++) {
      if (!(await ledger.receive(event(`e${i}`, i)))) continue;
      taken.push(i);
      await ledger.placed(`e${i}`, { thread: `t${i}` });
      if (i % 2 === 0) await ledger.replied(`e${i}`);
    }
    return i;
  });
  for (let kill = 0; kill < 6; kill++) {
    const before = taken.length;
    await until(() => taken.length > before + 10);
    await made.kill();
    await made.start();
  }
  going = false;
  const reached = Math.max(...(await Promise.all(takers)));
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: reached }, (_, i) => i));
  await Promise.all(memories.map((memory) => memory.close()));
  await made.kill();
  await made.start();
  const after = await openMemory(url, { home: '', serve: true });
  const open = await after.ledger.unfinished();
  expect(open.map((turn) => turn.event.receivedAt)).toEqual(taken.filter((i) => i % 2 === 1));
  for (const turn of open) expect(turn.place).toEqual({ thread: `t${turn.event.receivedAt}` });
  await after.close();
});

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
};
