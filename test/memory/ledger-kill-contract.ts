import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/kernel/random.ts';
import { openMemory } from '../../src/memory/open.ts';
import { event } from './event.ts';
import { folder } from './folder.ts';

const WRITER = fileURLToPath(new URL('turn-writer.ts', import.meta.url));
/** Lets the writer answer some turns and kills it in the middle of a later one. Gives what it said, line by line. */
async function answerAndDie(
  [url, home]: readonly [string, string],
  first: number,
  random: () => number,
): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, url, home, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const enough = 1 + Math.floor(random() * 12);
  let said = '';
  let dying = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (dying || said.split('\n').length <= enough) return;
    dying = true;
    setTimeout(() => child.kill('SIGKILL'), random() * 4);
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return said.slice(0, said.lastIndexOf('\n')).split('\n');
}

/**
 * A process that answers turns, killed again and again and begun anew.
 *
 * @param fresh  address of an empty store
 * @param kills  each costs a start of node
 */
export function ledgerKillContract(name: string, fresh: () => string, kills: number): void {
  test(`${name}: killed at random moments, no turn that was taken in is lost or misplaced and none is answered twice`, async () => {
    const [url, home] = [fresh(), await folder()];
    const random = randomFrom(5);
    const received = new Set<string>();
    const replied: string[] = [];
    const interrupted: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      // What was said last is delivered once more, as platforms do after a break.
      const said = await answerAndDie([url, home], Math.max(0, received.size - 1), random);
      for (const [what, id = ''] of said.map((line) => line.split(' '))) {
        expect(what).not.toBe('misplaced');
        if (what === 'replied') replied.push(id);
        else received.add(id);
      }
      const memory = await openMemory(url, { home, serve: true });
      const open = (await memory.ledger.unfinished()).map((turn) => turn.event.id);
      expect(await memory.ledger.unfinished()).toEqual([]);
      interrupted.push(...open);
      const posted = await postedIn(home);
      for (const id of received) {
        expect(await memory.ledger.receive(event(id))).toBe(false);
        expect(open.includes(id) || [0, 1].every((index) => posted.includes(`${id} ${index}`))).toBe(true);
      }
      await memory.close();
    }
    const posted = await postedIn(home);
    const twice = posted.filter((line, i) => posted.indexOf(line) < i);
    // Between a post and its record lies the one moment that only the platform's own dedupe covers.
    for (const line of twice) expect(interrupted).toContain(line.split(' ')[0]);
    expect(twice.length).toBeLessThanOrEqual(interrupted.length);
    expect(new Set(replied).size).toBe(replied.length);
    expect(received.size).toBeGreaterThan(kills);
  }, 120_000);
}

const postedIn = async (home: string): Promise<string[]> =>
  (await readFile(`${home}/posted`, 'utf8')).trim().split('\n');
