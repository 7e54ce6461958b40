import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, onTestFinished } from 'vitest';
import { openStore } from '../../src/memory/store.ts';
import { redisServer } from '../support/redis.ts';
import { forgetContract } from './forget-contract.ts';
import { inFlightContract } from './in-flight-contract.ts';
import { ledgerContract } from './ledger-contract.ts';
import { logContract } from './log-contract.ts';
import { memoryContract } from './memory-contract.ts';
import { ownersContract } from './owners-contract.ts';
import { raceContract } from './race-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { spaceContract } from './space-contract.ts';
import { sweepContract } from './sweep-contract.ts';

const server = await redisServer({ password: 'a password' });
afterAll(() => server.close());

memoryContract('redis:', server.fresh);
logContract('redis:', server.fresh);
spaceContract('redis:', server.fresh);
sessionsContract('redis:', server.fresh);
raceContract('redis:', server.fresh);
const freshStore = () => {
  const store = openStore(server.fresh(), '');
  onTestFinished(() => store.close());
  return store;
};
ledgerContract('redis:', freshStore, 20);
ownersContract('redis:', freshStore);
sweepContract('redis:', freshStore);

async function cli(url: string, ...command: string[]): Promise<string> {
  const { port, password, pathname } = new URL(url);
  const { stdout } = await promisify(execFile)(
    'redis-cli',
    ['--raw', '-p', port, '-n', pathname.slice(1), ...command],
    { env: { ...process.env, REDISCLI_AUTH: decodeURIComponent(password) } },
  );
  return stdout;
}

/** A line for each key with its value or, for an index, its members, by the server's own client. */
const DUMP = `
  local lines = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local text = redis.call('TYPE', key).ok == 'zset'
      and table.concat(redis.call('ZRANGE', key, 0, -1), '\\n') or redis.call('GET', key)
    lines[#lines + 1] = key .. ' ' .. text
  end
  return table.concat(lines, '\\n')`;

const dump = (url = '') => cli(url, 'EVAL', DUMP, '0');
forgetContract('redis:', server.fresh, dump);
inFlightContract('redis:', server.fresh, dump);
