import { dotpHome } from '../../models/sources/home.ts';
import { render } from '../../renderers/render.ts';
import type { House } from '../dispatch/house.ts';
import { readCommands } from '../dispatch/registry.ts';
import { isReply } from '../dispatch/schema.ts';
import { openRunner } from '../engine/open.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { openMemory } from '../memory/open.ts';
import type { CommonOptions } from './options.ts';

/** The wired house of one terminal call; `close` gives back the model and the store. */
export interface OpenHouse {
  readonly house: House;
  close(): Promise<void>;
}

/** Wires the rooms: commands, the model (opened when first needed), memory of the channel, pictures. */
export async function openHouse({ model, device, seed, channel }: CommonOptions): Promise<OpenHouse> {
  const home = dotpHome(process.env);
  const memory = await openMemory(process.env['DOTP_STORE'], { home });
  const thread = memory.channel(channel);
  let runner: Promise<Runner> | undefined;
  const open = (options: CallOptions) => openRunner({ model, device, home, env: process.env, ...options });
  return {
    house: {
      commands: await readCommands(),
      seed,
      runner: (options) => (runner ??= open(options)),
      draw: render,
      session: {
        prompt: async () => (await thread.session()).prompt,
        last: async () => {
          const stored = await thread.lastPicture();
          return isReply(stored) ? stored : undefined;
        },
        record: async (reply) => {
          await thread.remember(reply);
          if (reply.prompt.text !== '') await thread.setPrompt(reply.prompt.text);
        },
      },
    },
    close: async () => {
      await (await runner?.catch(() => undefined))?.close();
      await memory.close();
    },
  };
}
