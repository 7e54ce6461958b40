import { afterAll, onTestFinished } from 'vitest';
import { openStore } from '../../src/memory/store.ts';
import { redisServer } from '../support/redis.ts';
import { ledgerContract } from './ledger-contract.ts';
import { memoryContract } from './memory-contract.ts';

const server = await redisServer({ password: 'a password' });
afterAll(() => server.close());

memoryContract('redis:', server.fresh);
ledgerContract('redis:', () => {
  const store = openStore(server.fresh(), '');
  onTestFinished(() => store.close());
  return store;
});
