import { keyvApiTests, keyvNamespaceTest, keyvValueTests } from '@keyv/test-suite';
import Keyv from 'keyv';
import * as vitest from 'vitest';
import { redisLink } from '../../src/memory/redis-link.ts';
import { redisStore } from '../../src/memory/redis-store.ts';
import { redisServer } from '../support/redis.ts';

const server = await redisServer();
const link = redisLink(server.fresh());
vitest.afterAll(async () => {
  await link.close();
  await server.close();
});

// keyv's own suite for adapters.
for (const suite of [keyvApiTests, keyvValueTests, keyvNamespaceTest]) {
  vitest.describe(suite.name, () => suite(vitest, Keyv, () => redisStore(link)));
}
