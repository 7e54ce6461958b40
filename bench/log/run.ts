/**
 * How long a long log takes to open: `node --import tsx bench/log/run.ts`. A store of 1,000 and of
 * 100,000 answers with a number each is written once; each round is a fresh process.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/memory/store.ts';
import { fillLog } from '../../test/memory/log-contract.ts';

const ROUNDS = 5;
const OPEN = fileURLToPath(new URL('./open.ts', import.meta.url));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

console.log(
  `load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}, median of ${ROUNDS} processes`,
);
console.log('| answers | store opened and 50 read | every name listed | picture drawn |\n|---|---|---|---|');
for (const answers of [1_000, 100_000]) {
  const home = mkdtempSync(join(tmpdir(), 'dotp-log-'));
  const store = openStore(undefined, home);
  await fillLog(store, 'channel/local/bench', answers);
  await store.close();
  const rounds = Array.from({ length: ROUNDS }, (): { shown: number; listed: number; drawn: number } =>
    JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', OPEN, home], { encoding: 'utf8' })),
  );
  const of = (part: 'shown' | 'listed' | 'drawn') =>
    `${median(rounds.map((round) => round[part])).toFixed(0)} ms`;
  console.log(`| ${answers.toLocaleString('en-US')} | ${of('shown')} | ${of('listed')} | ${of('drawn')} |`);
  rmSync(home, { recursive: true, force: true });
}
