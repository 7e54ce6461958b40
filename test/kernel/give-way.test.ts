import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

/** Nice value, the 19th field of a thread's stat (the name before it may hold spaces). */
const niceOf = (stat: string): number => Number(stat.replace(/^.*\) /s, '').split(' ')[16]);

const IN_THREAD = `
  import { readFileSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))};
  register();
  const { giveWay } = await import(${JSON.stringify(new URL('../../src/kernel/give-way.ts', import.meta.url).href)});
  giveWay();
  parentPort.postMessage(readFileSync('/proc/thread-self/stat', 'utf8'));
`;

test.runIf(process.platform === 'linux')(
  'a thread gives way and the one that started it does not',
  async () => {
    const before = niceOf(readFileSync('/proc/self/stat', 'utf8'));
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(IN_THREAD)}`));
    const stat = await new Promise<string>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    await worker.terminate();
    expect(niceOf(stat)).toBe(Math.max(10, before));
    expect(niceOf(readFileSync('/proc/self/stat', 'utf8'))).toBe(before);
  },
);
