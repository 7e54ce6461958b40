import { openMemory } from '../../src/memory/open.ts';
import { replyOf } from './reply.ts';

/** Remembers turn after turn and says so once each is acknowledged, until it is killed. */
const [home = '', first = '0'] = process.argv.slice(2);
const memory = await openMemory(undefined, { home });
const channel = memory.channel('crash');
for (let i = Number(first); ; i++) {
  await Promise.all([
    channel.remember(replyOf(`answer ${i}`), `turn ${i}`),
    channel.setPrompt(`prompt ${i}`),
  ]);
  process.stdout.write(`${i}\n`); // written before it returns: stdout is a pipe
}
