/** Run by test/engine/opening.test.ts as a process of its own: it must end without being told to. */
import { tinyThreaded } from '../engine/tiny-threaded.ts';
import { ids } from './byte-codec.ts';

const closed = await tinyThreaded();
await closed.close();
const idle = await tinyThreaded();
const { tokens } = await idle.trace({ tokens: ids('ab'), hooks: ['hook_embed'] });
process.stdout.write(`closed, and ${tokens.length} tokens from one left open\n`);
