import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyvApiTests, keyvNamespaceTest, keyvValueTests } from '@keyv/test-suite';
import Keyv from 'keyv';
import * as vitest from 'vitest';
import { lmdbStore, openDatabase } from '../../src/memory/lmdb-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'dotp-keyv-'));
const database = openDatabase(folder);
vitest.afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

// keyv's own suite for adapters.
for (const suite of [keyvApiTests, keyvValueTests, keyvNamespaceTest]) {
  vitest.describe(suite.name, () => suite(vitest, Keyv, () => lmdbStore(database)));
}
