import type { Runner } from '../../src/engine/runner.ts';
import type { Token } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { inTurn, promptSet, type SetName } from '../truth/prompt-set.ts';

/** One token whose states are read. */
export interface Place {
  readonly tokens: readonly Token[];
  readonly position: number;
}

/** Tokens drawn from each prompt. */
const EACH = 3;
const SEED = 11;

/** Tokens of prompts that nobody looked at while working, tasks in turn; never the first of a prompt, where sinks are. */
export async function places(runner: Runner, set: SetName, count: number): Promise<Place[]> {
  const random = randomFrom(SEED);
  const found: Place[] = [];
  for (const { prompt } of inTurn(promptSet(set))) {
    const tokens = await runner.tokenize(prompt);
    const positions = tokens.map((_, i) => i).slice(1);
    for (let i = 0; i < EACH && positions.length > 0; i++) {
      const [position] = positions.splice(Math.floor(random() * positions.length), 1);
      if (position !== undefined) found.push({ tokens, position });
    }
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}
