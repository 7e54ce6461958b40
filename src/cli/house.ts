import { fileURLToPath } from 'node:url';
import { dotpHome } from '../../models/sources/home.ts';
import type { Finding } from '../analysis/findings.ts';
import type { House } from '../dispatch/house.ts';
import { readCommands } from '../dispatch/registry.ts';
import { isReply } from '../dispatch/schema.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { headTest } from '../lang/bind.ts';
import { isCommand } from '../lang/parse.ts';
import type { ChannelMemory } from '../memory/channel.ts';
import { openMemory } from '../memory/open.ts';
import { openShelf } from '../memory/shelf.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

/** Measurements that came with the shipped model. */
const MEASURED = fileURLToPath(new URL('../../models/teaching/measured/', import.meta.url));

/** The wired house of one terminal call; `close` gives back the model and the store. */
export interface OpenHouse {
  readonly house: House;
  /** Text without a command becomes the thread's prompt; false when it holds one. */
  keepAsPrompt(text: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Wires the rooms: commands, the model (opened when first needed), memory of the channel, pictures. */
export async function openHouse(options: CommonOptions): Promise<OpenHouse> {
  const commands = await readCommands();
  const home = dotpHome(process.env);
  const memory = await openMemory(process.env.DOTP_STORE, { home });
  const thread = memory.channel(options.channel);
  const model = openedOnce((how) => openModel(options, how));
  return {
    house: {
      commands,
      seed: options.seed,
      runner: model.open,
      shelf: (fingerprint) => openShelf(fingerprint, { home, shipped: [MEASURED] }),
      draw: async (figure) => (await import('../../renderers/render.ts')).render(figure),
      session: {
        prompt: async () => (await thread.session()).prompt,
        last: () => lastOf(thread),
        record: async (reply) => {
          await thread.remember(reply);
          if (reply.prompt.text !== '') await thread.setPrompt(reply.prompt.text);
        },
      },
    },
    async keepAsPrompt(text) {
      if (isCommand(text, { isHead: headTest(commands) })) return false;
      await thread.setPrompt(text.trim());
      return true;
    },
    async close() {
      await model.close();
      await memory.close();
    },
  };
}

/** One runner for the whole call; an opening that failed or was stopped is tried again by who asks next. */
function openedOnce(open: (how: CallOptions) => Promise<Runner>) {
  let runner: Promise<Runner> | undefined;
  return {
    async open(how: CallOptions): Promise<Runner> {
      runner ??= open(how);
      try {
        return await runner;
      } catch (error) {
        runner = undefined;
        throw error;
      }
    },
    close: async () => (await runner?.catch(() => undefined))?.close(),
  };
}

/** The last picture's reply, where this version can still draw it. */
async function lastOf(thread: ChannelMemory): Promise<Reply<Finding> | undefined> {
  const stored = await thread.lastPicture();
  if (stored === undefined || isReply(stored)) return stored;
  process.stderr.write(
    'The last picture of this channel was stored by another version of dotp and is passed over.\n',
  );
  return undefined;
}
