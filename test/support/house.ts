import { render } from '../../renderers/render.ts';
import type { Finding } from '../../src/analysis/findings.ts';
import { turn } from '../../src/dispatch/flow.ts';
import type { Answer, House } from '../../src/dispatch/house.ts';
import { readCommands } from '../../src/dispatch/registry.ts';
import type { Runner } from '../../src/engine/runner.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { emptyShelf } from './shelf.ts';

/** A wired house around a runner; its session lives as long as it does. */
export async function houseAround(runner: Runner): Promise<House> {
  let prompt: string | undefined;
  let last: Reply<Finding> | undefined;
  return {
    commands: await readCommands(),
    seed: 0,
    runner: async () => runner,
    draw: render,
    shelf: () => emptyShelf(),
    session: {
      prompt: async () => prompt,
      last: async () => last,
      record: async (reply) => {
        if (reply.prompt.text !== '') prompt = reply.prompt.text;
        if (reply.pictures.length > 0) last = reply;
      },
    },
  };
}

export async function answersOf(text: string, house: House): Promise<Answer[]> {
  const found: Answer[] = [];
  for await (const answer of turn({ text }, house, {})) found.push(answer);
  return found;
}
