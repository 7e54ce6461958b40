import type { SaidFinding } from '../../src/analysis/said-finding.ts';
import { type TurnOptions, turn } from '../../src/dispatch/flow.ts';
import type { Answer, House } from '../../src/dispatch/house.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { houseAround } from './house.ts';

/** A house in which the model answers plain words. */
export const talkingHouse = async (runner: Runner): Promise<House> => ({
  ...(await houseAround(runner)),
  talks: true,
});

/** The one answer to plain words. */
export async function saidTo(
  house: House,
  text: string,
  options: TurnOptions = {},
): Promise<{ readonly reply: Answer['reply']; readonly said: SaidFinding }> {
  for await (const { reply } of turn({ text }, house, options)) {
    const said = reply.findings.find((finding) => finding.kind === 'said');
    if (said !== undefined) return { reply, said };
  }
  throw new Error(`nobody answered ${text}`);
}
