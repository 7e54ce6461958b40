import { type LedgerSpaces, timeKey } from './turn-facts.ts';

/** Milliseconds that a turn which is over stays known: no platform delivers an event again after days. */
const KEPT = 7 * 24 * 60 * 60 * 1000;

/** Turns taken away for each that ends, at most: more than one, so that they cannot pile up. */
const SWEEP = 4;

/** Key in `over` of what has ended at this time. @param prefix  what its keys begin with */
export const keptUntil = (ended: number, prefix: string): string => `${timeKey(ended)}-${prefix}`;

/** Takes away some of what has been over for so long that nobody delivers it any more. */
export async function sweep({ turns, over }: LedgerSpaces, now: number): Promise<void> {
  const old = (await over.keys('', SWEEP)).filter((key) => key < timeKey(now - KEPT));
  for (const key of old) {
    const prefix = await over.get(key);
    if (typeof prefix === 'string' && prefix !== '')
      await Promise.all((await turns.keys(prefix)).map((fact) => turns.delete(fact)));
    await over.delete(key); // last: cut off before, it is done again
  }
}
