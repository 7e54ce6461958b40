import { dotpHome } from '../../models/sources/home.ts';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { openRunner } from '../../src/engine/open.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { noShelf } from '../../src/kernel/shelf.ts';

/** A model to ask about itself, of which nothing but its linear lens is taken from an earlier measurement; close the runner when done. */
export async function askOf(model: string): Promise<{ readonly ask: Ask; readonly runner: Runner }> {
  const runner = await openRunner({ model, env: process.env });
  const facts = await runner.facts();
  const { file, keep } = keptMeasurements(dotpHome(process.env))(facts.fingerprint);
  const shelf = { ...noShelf, file, keep };
  const ask: Ask = { runner, model: facts, prompt: { text: '', tokens: [] }, seed: 0, shelf, options: {} };
  return { ask, runner };
}
