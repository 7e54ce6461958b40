import type { Ask } from '../../src/dispatch/command.ts';
import { openRunner } from '../../src/engine/open.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { noShelf } from '../../src/kernel/shelf.ts';

/** A model to ask about itself; close the runner when done. */
export async function askOf(model: string): Promise<{ readonly ask: Ask; readonly runner: Runner }> {
  const runner = await openRunner({ model, env: process.env });
  const prompt = { text: '', tokens: [] };
  const ask: Ask = { runner, model: await runner.facts(), prompt, seed: 0, shelf: noShelf, options: {} };
  return { ask, runner };
}
