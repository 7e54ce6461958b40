import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/memory/store.ts';
import { inThisProcess, type Racer } from './adder.ts';
import { folder } from './folder.ts';

const ADDER = fileURLToPath(new URL('adder.ts', import.meta.url));
const COUNT = 30;

async function inAnother(
  url: string,
  home: string,
  name: string,
): Promise<Racer & { kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', ADDER, url, home, name, String(COUNT)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  let said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said = `${said.join('\n')}${text}`.split('\n');
  });
  const next = async (): Promise<string[]> => {
    while (!said.includes('.')) await once(child.stdout, 'data');
    const [lines, rest] = [said.slice(0, said.indexOf('.')), said.slice(said.indexOf('.') + 1)];
    said = rest;
    return lines;
  };
  const tell = (): Promise<string[]> => {
    child.stdin.write('\n');
    return next();
  };
  await next(); // it is open
  return {
    run: tell,
    claim: tell,
    async close() {
      child.stdin.write('\n');
      await gone;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** What several processes on one store must not do to each other. */
export function raceContract(name: string, fresh: () => string): void {
  test(`${name}: of processes that add or take in the same, one is told true; what a killed one had goes to one other`, async () => {
    const [url, home] = [fresh(), await folder()];
    const [dying, other, own] = await Promise.all([
      inAnother(url, home, 'a'),
      inAnother(url, home, 'b'),
      inThisProcess(url, home, 'c', COUNT),
    ]);
    const said = await Promise.all([dying, other, own].map((racer) => racer.run()));
    const raced = Array.from({ length: COUNT }, (_, i) => [`added k${i}`, `received e${i}`]).flat();
    const owned = [...'abc'].map((name) => `received own-${name}`);
    expect(said.flat().sort()).toEqual([...raced, ...owned].sort());
    const store = openStore(url, home);
    for (const [i, lines] of said.entries())
      for (const line of lines.filter((text) => text.startsWith('added')))
        expect(await store.space('race').get(line.slice('added '.length))).toBe('abc'[i]);
    await store.close();

    // Nobody is given turns of the living, and each turn of the dead one goes to one of the others.
    expect(await own.claim()).toEqual([]);
    await dying.kill();
    const claimed = (await Promise.all([other, own].map((racer) => racer.claim()))).flat();
    const lost = said[0]?.filter((line) => line.startsWith('received')) ?? [];
    expect(lost).toContain('received own-a');
    expect(claimed.sort()).toEqual(lost.map((line) => line.replace('received', 'claimed')).sort());
    await Promise.all([other.close(), own.close()]);
  });
}
