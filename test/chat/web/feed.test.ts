import { expect, test } from 'vitest';
import { openFeed } from '../../../src/chat/web/feed.ts';
import { openFeeds } from '../../../src/chat/web/feeds.ts';
import { keptBytes } from '../../../src/chat/web/kept-bytes.ts';
import type { PageTurn } from '../../../src/chat/web/page-turn.ts';

const turn = (id: string, words?: string): PageTurn => ({
  id,
  said: `say ${id}`,
  answers: [],
  ...(words === undefined ? {} : { working: { words, stop: 's' } }),
});

test('who was away gets the latest of what changed, once, in the order it began', () => {
  const feed = openFeed([turn('a')]);
  feed.put(turn('b', '1 of 3'));
  const seen = feed.version;
  feed.put(turn('c', '1 of 3'));
  feed.put(turn('b', '2 of 3'));
  feed.put(turn('b', '3 of 3'));
  expect(feed.after(seen).map(({ id, working }) => [id, working?.words])).toEqual([
    ['b', '3 of 3'],
    ['c', '1 of 3'],
  ]);
  expect(feed.after(0)).toHaveLength(3);
  expect(feed.after(feed.version)).toEqual([]);
});

test('old turns are let go, those that run are not', () => {
  const feed = openFeed([turn('runs', '…')], 3);
  for (const id of ['a', 'b', 'c', 'd']) feed.put(turn(id));
  expect(feed.after(0).map(({ id }) => id)).toEqual(['runs', 'c', 'd']);
});

test('a feed is needed while somebody looks or something runs', () => {
  const feed = openFeed([]);
  expect(feed.needed).toBe(0);
  const stop = feed.listen(() => {});
  feed.put(turn('a', '…'));
  expect(feed.needed).toBe(2);
  stop();
  feed.put(turn('a'));
  expect(feed.needed).toBe(0);
});

test('feeds that nobody needs go first, and come back from the archive', async () => {
  let loads = 0;
  const archive = {
    async answers() {
      loads++;
      return [];
    },
  };
  const feeds = openFeeds(archive, () => [], 2);
  const kept = await feeds.of('looked at');
  kept.listen(() => {});
  for (const session of ['x', 'y', 'z']) await feeds.of(session);
  expect(loads).toBe(4);
  expect(await feeds.of('looked at')).toBe(kept);
  expect(loads).toBe(4);
  await feeds.of('x');
  expect(loads).toBe(5);
});

test('an archive that fails is asked again', async () => {
  let isDown = true;
  const archive = {
    async answers() {
      if (isDown) throw new Error('down');
      return [];
    },
  };
  const feeds = openFeeds(archive, () => [turn('a')]);
  await expect(feeds.of('s')).rejects.toThrow('down');
  isDown = false;
  expect((await feeds.of('s')).after(0)).toHaveLength(1);
});

test('bytes stay while there is room, those used last longest', () => {
  const kept = keptBytes(10);
  kept.keep('a', new Uint8Array(4));
  kept.keep('b', new Uint8Array(4));
  kept.get('a');
  kept.keep('c', new Uint8Array(4));
  expect(['a', 'b', 'c'].map((address) => kept.get(address) !== undefined)).toEqual([true, false, true]);
  kept.keep('a', new Uint8Array(5));
  expect(kept.get('c')).toHaveLength(4);
  kept.keep('huge', new Uint8Array(11));
  expect(kept.get('huge')).toBeUndefined();
});
