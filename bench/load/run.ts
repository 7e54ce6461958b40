/**
 * 200 people in 40 channels of both platforms ask three times each, everybody at the same moment.
 *
 *     npm run load -- [milliseconds between the three, 1000; 0: all 600 at one moment] [channels of each platform, 20] [seconds to wait for answers, 540]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { figuresOf } from './judge.ts';
import { load } from './measure.ts';
import { median, percentile } from './statistics.ts';

const [apart = 1_000, channels = 20, patience = 540] = process.argv.slice(2).map(Number);
const home = await mkdtemp(join(tmpdir(), 'dotp-load-'));
const [before = 0] = loadavg();
const tell = (words: string) => void process.stderr.write(`${words}\n`);
try {
  const run = await load({
    channels,
    peopleEach: 5,
    turnsEach: 3,
    apart,
    home,
    patience: patience * 1_000,
    say: tell,
  });
  for (const platform of ['discord', 'slack'] as const)
    for (const way of ['command', 'line', 'button']) {
      const acks = run.turns
        .filter((turn) => turn.platform === platform && turn.way === way)
        .flatMap(({ ack }) => ack ?? []);
      if (acks.length > 0)
        tell(
          `${platform} ${way}: p50 ${Math.round(median(acks))}, p99 ${Math.round(percentile(acks, 0.99))} ms`,
        );
    }
  tell(
    `loop of the platforms late by p99 ${Math.round(run.ownLag)} ms; load average ${before.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after`,
  );
  for (const line of [...run.wrong, ...run.warned].slice(0, 40)) tell(line);
  process.stdout.write(`${JSON.stringify(figuresOf(run), null, 2)}\n`);
} finally {
  await rm(home, { recursive: true, force: true });
}
