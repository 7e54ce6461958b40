import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Place } from '../kernel/voice.ts';
import type { Clock } from './channel.ts';
import { keeping } from './during.ts';
import type { ForgottenMarks } from './forgotten.ts';
import { keyOf } from './keys.ts';
import { close, takeUp } from './ledger-claim.ts';
import { forgetEvents } from './ledger-forget.ts';
import { keptUntil, sweep } from './ledger-sweep.ts';
import type { Processes } from './processes.ts';
import {
  type LedgerSpaces,
  type OpenTurn,
  ORDER,
  openKey,
  readTaken,
  stateOf,
  type TurnState,
  takenOf,
  turnPrefix,
} from './turn-facts.ts';

export type { OpenTurn, TurnState } from './turn-facts.ts';

/**
 * Every event once, and how far its turn has come: what is acknowledged is in here, and what is in
 * here is answered, whatever process dies in between. Of an event that is forgotten while its turn
 * runs nothing more is written.
 */
export interface Ledger {
  /**
   * Takes an event in; its turn is this process's. Only when this has resolved may the platform be
   * told that it arrived.
   * @returns false for one that is known already, to whatever process: a second delivery
   */
  receive(event: ChatEvent): Promise<boolean>;
  /** undefined: never taken in, forgotten, or over for so long that it is not kept any more. */
  event(id: string): Promise<ChatEvent | undefined>;
  /** @throws {RangeError} when the turn would go back */
  advance(id: string, state: 'running' | 'drawn'): Promise<void>;
  /** Where the turn is answered; said again, the last counts. */
  placed(id: string, place: Place): Promise<void>;
  /** A message of the turn reached the platform under this id; counted from 0. */
  sent(id: string, index: number, messageId: string): Promise<void>;
  /** The turn is over: it is kept for a week for the sake of late deliveries, and never run again. */
  replied(id: string): Promise<void>;
  /**
   * Turns whose process is surely gone, each of them now this process's: no other is given it, and
   * none is given twice. Oldest first. To be called now and then: processes go at any time.
   * @param which  which of them this process can answer
   * @throws {RangeError} when the memory was not opened to serve
   */
  unfinished(which?: (event: ChatEvent) => boolean): Promise<readonly OpenTurn[]>;
  /** Gives up a turn that could not be ended now: this process's next call of {@link unfinished} gives it again. */
  release(id: string): void;
  /** The events that `which` names, in no stated order. Reads all of them. */
  events(which: (event: ChatEvent) => boolean): Promise<readonly ChatEvent[]>;
  /** Takes them out, finished or not, and still runs none of them again. Reads all of them. @returns facts deleted */
  forget(which: (event: ChatEvent, place: Place | undefined) => boolean): Promise<number>;
}

export interface LedgerHouse {
  readonly spaces: LedgerSpaces;
  readonly marks: ForgottenMarks;
  readonly processes: Processes;
  readonly clock: Clock;
  /** May take up turns of others. */
  readonly serves: boolean;
}

export function openLedger({ spaces, marks, processes, clock, serves }: LedgerHouse): Ledger {
  const { turns, open } = spaces;
  /** Being taken in, and being answered, by this process. */
  const arriving = new Map<string, Promise<boolean>>();
  const held = new Set<string>();
  const turnsOf = (id: string) => keeping(turns, () => marks.hasEvent(id));

  async function takeIn(event: ChatEvent): Promise<boolean> {
    if (await isKnown(event.id)) return false;
    const taken = { event, owner: processes.own };
    // First: without it the event would be known and never run.
    await open.set(openKey(taken), { id: event.id, by: processes.own });
    if (await turnsOf(event.id).add(keyOf(event.id, 'event'), taken)) {
      held.add(event.id);
      return true;
    }
    await open.delete(openKey(taken));
    return false;
  }

  async function isKnown(id: string): Promise<boolean> {
    const taken = await takenOf(turns, id);
    if (taken === undefined) return marks.hasEvent(id);
    // Its mark among the open ones may have been cleared between the two writes of a dying process.
    if ((await stateOf(turns, id)) !== 'replied')
      await keeping(open, () => marks.hasEvent(id)).add(openKey(taken), { id, by: taken.owner });
    return true;
  }

  async function advance(id: string, state: TurnState, value: unknown = true): Promise<void> {
    const before = await stateOf(turns, id);
    if (ORDER.indexOf(state) < ORDER.indexOf(before)) throw new RangeError(`${id}: ${state} after ${before}`);
    await turnsOf(id).set(keyOf(id, 'state', state), value);
  }

  return {
    async receive(event) {
      const same = arriving.get(event.id);
      if (same !== undefined) {
        await same; // known only once it is safe
        return false;
      }
      const taken = takeIn(event);
      arriving.set(event.id, taken);
      try {
        return await taken;
      } finally {
        arriving.delete(event.id);
      }
    },
    event: async (id) => (await takenOf(turns, id))?.event,
    advance,
    placed: (id, place) => turnsOf(id).set(keyOf(id, 'place'), place),
    sent: (id, index, messageId) => turnsOf(id).set(keyOf(id, 'sent', String(index)), messageId),
    async replied(id) {
      const taken = await takenOf(turns, id);
      const before = await turns.get(keyOf(id, 'state', 'replied'));
      const end = typeof before === 'string' ? before : keptUntil(clock(), turnPrefix(id));
      await advance(id, 'replied', end);
      if (taken !== undefined) await close(spaces, marks, taken);
      held.delete(id);
      await sweep(spaces, clock());
    },
    async unfinished(which = () => true) {
      if (!serves) throw new RangeError('unfinished: this memory was not opened with { serve: true }');
      const mine = (id: string) => held.has(id) || arriving.has(id);
      const found = await Promise.all(
        (await open.keys('')).map((key) =>
          takeUp({ spaces, marks, processes, which, mine, hold: (id) => held.add(id) }, key),
        ),
      );
      return found.filter((turn) => turn !== undefined);
    },
    release: (id) => void held.delete(id),
    async events(which) {
      const keys = (await turns.keys('')).filter((key) => key.endsWith('/event'));
      const read = await Promise.all(keys.map(async (key) => readTaken(await turns.get(key), key)?.event));
      return read.filter((event) => event !== undefined).filter(which);
    },
    forget: (which) => forgetEvents(spaces, marks, which),
  };
}
