import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/kernel/random.ts';
import { openMemory } from '../../src/memory/open.ts';
import { folder } from './folder.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
const KILLS = 6;

/** Runs the writer until it has acknowledged some turns, kills it in the middle of the next, gives the last one acknowledged. */
async function writeAndDie(home: string, first: number, random: () => number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, home, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const enough = first + 1 + Math.floor(random() * 40);
  let said = '';
  let dying = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (dying || lastOf(said) < enough) return;
    dying = true;
    setTimeout(() => child.kill('SIGKILL'), random() * 4);
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return lastOf(said);
}

const lastOf = (said: string): number =>
  Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) || -1);

test('nothing acknowledged is lost when the process is killed at any moment', async () => {
  const home = await folder();
  const random = randomFrom(20);
  let acknowledged = -1;
  for (let kill = 0; kill < KILLS; kill++) {
    acknowledged = await writeAndDie(home, acknowledged + 1, random);
    const memory = await openMemory(undefined, { home });
    const channel = memory.channel('crash');
    for (let i = 0; i <= acknowledged; i++) {
      expect((await channel.reply(`turn ${i}`))?.text).toBe(`answer ${i}`);
    }
    // The write that was under way may have come through; never an older one, never half of one.
    const later = [acknowledged, acknowledged + 1];
    expect(later.map((i) => `prompt ${i}`)).toContain((await channel.session()).prompt);
    expect(later.map((i) => `answer ${i}`)).toContain((await channel.lastReply())?.text);
    await memory.close();
  }
  expect(acknowledged).toBeGreaterThan(KILLS);
}, 120_000);
