import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/memory/store.ts';
import { event } from './event.ts';
import { folder } from './folder.ts';
import { ledgerContract, ledgerIn } from './ledger-contract.ts';
import { ownersContract } from './owners-contract.ts';
import { sweepContract } from './sweep-contract.ts';

const inMemory = () => openStore('memory:', '');
const embedded = async () => {
  const store = openStore(undefined, await folder());
  onTestFinished(() => store.close());
  return store;
};

ledgerContract('memory:', inMemory);
ledgerContract('embedded', embedded, 9);
ownersContract('memory:', inMemory);
ownersContract('embedded', embedded);
sweepContract('memory:', inMemory);
sweepContract('embedded', embedded);

test('what was taken in is there after the process has gone', async () => {
  const home = await folder();
  const before = openStore(undefined, home);
  await ledgerIn(before).receive(event('a'));
  await before.close();
  const after = openStore(undefined, home);
  expect(await ledgerIn(after).receive(event('a'))).toBe(false);
  expect(await ledgerIn(after).unfinished()).toHaveLength(1);
  await after.close();
});
