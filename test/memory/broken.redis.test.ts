import { expect, onTestFinished, test } from 'vitest';
import { MemoryError } from '../../src/memory/errors.ts';
import { openMemory } from '../../src/memory/open.ts';
import { redisLink } from '../../src/memory/redis-link.ts';
import { inRedis } from '../../src/memory/store.ts';
import { type RedisServer, redisServer } from '../support/redis.ts';

async function server(options = {}): Promise<RedisServer> {
  const made = await redisServer(options);
  onTestFinished(() => made.close());
  return made;
}

const failure = async (work: () => Promise<unknown>): Promise<MemoryError> => {
  const error = await work().catch((thrown: unknown) => thrown);
  if (error instanceof MemoryError) return error;
  throw new Error(`not refused: ${String(error)}`);
};

const everything = (error: unknown): string =>
  error instanceof Error
    ? `${error.stack} ${JSON.stringify(error)} ${JSON.stringify({ ...error })} ${everything(error.cause)}`
    : String(error);

test('a wrong password is said at once, and never printed', async () => {
  const { port } = await server({ password: 'right' });
  for (const who of [':wrong-secret@', 'nobody:wrong-secret@', '']) {
    const error = await failure(() => openMemory(`redis://${who}127.0.0.1:${port}`, { home: '' }));
    expect(error.code).toBe('redis-refused');
    expect(everything(error)).not.toContain('wrong-secret');
  }
});

test('a database that the server does not have is said at once', async () => {
  const { port } = await server();
  const error = await failure(() => openMemory(`redis://127.0.0.1:${port}/99999`, { home: '' }));
  expect([error.code, error.where]).toEqual(['redis-refused', `redis://127.0.0.1:${port}/99999`]);
});

test('a server that is not there is said, with its place and without the password', async () => {
  const made = await server();
  await made.kill();
  const link = redisLink(`redis://:secret@127.0.0.1:${made.port}/3`, { first: 200, operation: 5000 });
  const store = inRedis(link);
  const error = await failure(() => store.space('a').get('k'));
  expect([error.code, error.where]).toEqual(['redis-unreachable', `redis://127.0.0.1:${made.port}/3`]);
  expect(everything(error)).not.toContain('secret');
  await made.start(); // without a password, and given one: refused, not taken for absent
  expect((await failure(() => store.space('a').get('k'))).code).toBe('redis-refused');
  await store.close();
});

test('a server that says nothing is given up when patience ends, and serves again when it wakes', async () => {
  const made = await server();
  const store = inRedis(redisLink(made.fresh(), { first: 1000, operation: 400 }));
  await store.space('a').set('k', 1);
  made.signal('SIGSTOP');
  expect((await failure(() => store.space('a').get('k'))).code).toBe('redis-timeout');
  made.signal('SIGCONT');
  expect(await store.space('a').get('k')).toBe(1);
  await store.close();
});

test('a turn waits while the server is killed and started again; nothing confirmed is lost', async () => {
  const made = await server();
  const memory = await openMemory(made.fresh(), { home: '' });
  const space = memory.channel('c');
  const confirmed: string[] = [];
  let going = true;
  const writer = (async () => {
    for (let i = 0; going; i++) {
      await space.setPrompt(`prompt ${i}`);
      confirmed.push(`prompt ${i}`);
    }
  })();
  for (let kill = 0; kill < 5; kill++) {
    const before = confirmed.length;
    await until(() => confirmed.length > before + 3);
    await made.kill();
    const after = confirmed.length;
    await made.start();
    await until(() => confirmed.length > after + 1);
  }
  going = false;
  await writer; // no write was ever refused
  expect((await space.session()).prompt).toBe(confirmed.at(-1));
  await made.kill();
  await made.start();
  expect((await space.session()).prompt).toBe(confirmed.at(-1));
  await memory.close();
});

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
};
