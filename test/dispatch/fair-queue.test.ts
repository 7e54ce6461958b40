import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairQueue, type Place } from '../../src/dispatch/fair-queue.ts';

const wide = { atOnce: 1, waiting: 1000, waitingPerChannel: 1000 };

/** Work that ends when it is told to. */
function held() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    work: (name: string) => () => {
      begun.push(name);
      return new Promise<void>((end) => ends.push(end));
    },
    async endNext() {
      await new Promise((resolve) => setImmediate(resolve)); // until it has begun
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('channels take turns, however many questions one of them has', async () => {
  const queue = fairQueue(wide);
  const { begun, work, endNext } = held();
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((name) => queue.run(name[0] ?? '', work(name)));
  for (let i = 0; i < all.length; i++) await endNext();
  await Promise.all(all);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  expect(queue.size).toBe(0);
});

test('a place is told before waiting: who is ahead, and how long it usually takes', async () => {
  let clock = 0;
  const queue = fairQueue(wide, () => clock);
  const { work, endNext } = held();
  const places: Place[] = [];
  const first = queue.run('a', work('a1'), (place) => places.push(place));
  await new Promise((resolve) => setImmediate(resolve));
  clock = 1000;
  await endNext();
  await first;
  const rest = ['a', 'a', 'a', 'b'].map((channel) =>
    queue.run(channel, work(channel), (place) => places.push(place)),
  );
  for (const _ of rest) await endNext();
  await Promise.all(rest);
  expect(places).toEqual([
    { ahead: 0, wait: 0 },
    { ahead: 0, wait: 0 },
    { ahead: 1, wait: 1000 },
    { ahead: 2, wait: 2000 },
    { ahead: 2, wait: 2000 }, // b goes before the third of a
  ]);
});

test('full is refused at once, in words, and nothing that waits is lost', async () => {
  const queue = fairQueue({ atOnce: 1, waiting: 3, waitingPerChannel: 2 });
  const { begun, work, endNext } = held();
  const kept = ['a', 'a', 'a'].map((channel) => queue.run(channel, work(channel)));
  await expect(queue.run('a', work('a'))).rejects.toMatchObject({ code: 'queue-full' });
  const other = queue.run('b', work('b'));
  await expect(queue.run('c', work('c'))).rejects.toMatchObject({ code: 'queue-full' });
  for (let i = 0; i < 4; i++) await endNext();
  await Promise.all([...kept, other]);
  expect(begun).toHaveLength(4);
});

test('work that fails gives its place to the next', async () => {
  const queue = fairQueue(wide);
  await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run('a', async () => 7)).toBe(7);
});

test('never more at once than may, all run once, and no channel waits for more than its share of others', async () => {
  const asks = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 1, max: 4 }), async (channels, atOnce) => {
      const queue = fairQueue({ ...wide, atOnce });
      const begun: string[] = [];
      let running = 0;
      let most = 0;
      const inChannel = new Set<string>();
      const work = (channel: string) => async () => {
        expect(inChannel.has(channel)).toBe(false); // one goes on from what the one before it left
        inChannel.add(channel);
        begun.push(channel);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        inChannel.delete(channel);
        running--;
      };
      await Promise.all(channels.map((channel) => queue.run(channel, work(channel))));
      expect(begun).toHaveLength(channels.length);
      expect(most).toBeLessThanOrEqual(atOnce);
      // Of those that waited, between two turns of one channel no other has two while both had somebody waiting.
      const waited = begun.slice(atOnce);
      const firsts = [...new Set(waited)];
      expect(waited.slice(0, firsts.length).sort()).toEqual(firsts.sort());
    }),
    { numRuns: 60 },
  );
});
