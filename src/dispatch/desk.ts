import { setTimeout as pause } from 'node:timers/promises';
import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Desk } from '../kernel/desk.ts';
import type { Meter } from '../kernel/meter.ts';
import { shortId } from '../kernel/short-id.ts';
import type { Voice } from '../kernel/voice.ts';
import type { OpenTurn } from '../memory/ledger.ts';
import { arrivals } from './arrivals.ts';
import { commandCards } from './command-cards.ts';
import { isOutage } from './deliver.ts';
import { notYours, stoppedBy, stopping, turnTooLong } from './errors.ts';
import { fairQueue, type QueueLimits } from './fair-queue.ts';
import { inOrder } from './in-order.ts';
import { type Outcome, told } from './outcome.ts';
import type { Rooms } from './rooms.ts';
import { channelKey, type Turn, takeTurn } from './take-turn.ts';

export interface DeskOptions {
  readonly queue: QueueLimits;
  /** Milliseconds that one turn may run, once its time has come. */
  readonly turnLimit: number;
  readonly meter: Meter;
}

/** The desk as the wiring has it. */
export interface OpenDesk extends Desk {
  /** Answers of that platform are said with this voice from now on. */
  add(voice: Voice): void;
  /**
   * Takes up what a process that is gone left unfinished, oldest first, where its platform is spoken here. To be
   * called at the start and now and then.
   *
   * @returns how many
   */
  resume(): Promise<number>;
  /**
   * Takes in nothing more and waits for the turns in flight; what is not over then is left to the next start.
   * @returns whether all were over
   */
  drain(ms: number): Promise<boolean>;
  /** Turns that run or wait. */
  readonly busy: number;
}

/** Milliseconds that an ended turn may still take to say so. */
const LAST_WORDS = 5_000;

interface Running {
  readonly control: AbortController;
  readonly person: string;
  readonly over: Promise<void>;
}

/**
 * The one flow of every platform: an event is taken in durably, let in by the limits, waits for its turn,
 * is measured, said and written down. A turn that a crash cuts off is taken up where it was.
 */
export function openDesk(rooms: Rooms, options: DeskOptions): OpenDesk {
  const { ledger } = rooms.memory;
  const { meter } = options;
  const voices = new Map<ChatEvent['platform'], Voice>();
  const running = new Map<string, Running>();
  const queue = fairQueue(options.queue);
  const ordered = inOrder();
  const arriving = arrivals();
  let isOpen = true;

  function stop(turn: string, by: ChatEvent): void {
    const found = running.get(turn);
    if (found === undefined) return; // over already: its answer says so
    if (found.person !== by.person.id && by.address.manages !== true) throw notYours();
    found.control.abort(stoppedBy(by.person.name));
  }

  async function live(turn: Turn): Promise<void> {
    const { event } = turn;
    const outcome = await outcomeOf(turn);
    if (outcome === 'left') return ledger.release(event.id); // the next sweep or start goes on with it
    await ledger.replied(event.id);
    meter.turn({ platform: event.platform, outcome, seconds: (Date.now() - event.receivedAt) / 1000 });
    rooms.log.info('turn', { id: shortId(event), platform: event.platform, outcome });
  }

  /** What became of a turn; never rejects. */
  async function outcomeOf(turn: Turn): Promise<Outcome> {
    const { event, signal } = turn;
    try {
      await arriving.calm();
      const { over } = await ordered(channelKey(event), () => takeTurn(turn, { rooms, queue, meter, stop }));
      await over;
      return 'answered';
    } catch (caught) {
      const error: unknown = signal.aborted ? signal.reason : caught;
      if (!isOpen && signal.aborted) return 'left';
      if (isOutage(error)) {
        rooms.log.error('The store failed in the middle of a turn; it is gone on with later.', {
          id: shortId(event),
          error,
        });
        return 'left';
      }
      return told(turn, error, rooms);
    }
  }

  function takeUp(event: ChatEvent, before?: OpenTurn): Promise<void> {
    const voice = voices.get(event.platform);
    if (voice === undefined) return Promise.resolve(); // not connected in this process: it stays open
    const control = new AbortController();
    let tooLong: NodeJS.Timeout | undefined;
    const started = (): void => {
      tooLong = setTimeout(() => control.abort(turnTooLong(options.turnLimit)), options.turnLimit);
    };
    const turn: Turn = { event, voice, signal: control.signal, started, ...(before && { before }) };
    const over = live(turn)
      .catch((error: unknown) => {
        rooms.log.error('A turn was left unfinished.', { id: shortId(event), error });
        ledger.release(event.id);
      })
      .finally(() => {
        clearTimeout(tooLong);
        running.delete(event.id);
      });
    running.set(event.id, { control, person: event.person.id, over });
    return over;
  }

  return {
    cards: commandCards(rooms.commands),
    add: (voice) => void voices.set(voice.platform, voice),
    async receive(event) {
      if (!isOpen) throw stopping();
      arriving.begin(event.id);
      let isNew = false;
      try {
        isNew = await ledger.receive(event);
      } finally {
        if (!isNew) arriving.over(event.id); // who is new arrives until its platform was told: then it is answered
      }
      if (!isNew) meter.duplicate(event.platform);
      return isNew;
    },
    async answer(event, whole) {
      arriving.over(event.id);
      if (whole === undefined) return takeUp(event);
      await arriving.calm();
      return takeUp(await whole(event));
    },
    async resume() {
      const left = await ledger.unfinished(({ platform }) => voices.has(platform));
      for (const before of left) void takeUp(before.event, before);
      return left.length;
    },
    async inSession({ workspace, channel, thread }) {
      if (thread === undefined) return false;
      const { opened, closed } = await rooms.memory.channel(channel, workspace, thread).people.standing();
      return opened !== undefined && closed === undefined;
    },
    sessions: (workspace, channel) => rooms.memory.sessions(workspace, channel),
    async drain(ms) {
      isOpen = false;
      const all = Promise.all([...running.values()].map(({ over }) => over)).then(() => true);
      const isOver = await Promise.race([all, pause(ms, false, { ref: false })]);
      for (const { control } of running.values()) control.abort(stopping());
      await Promise.race([all, pause(LAST_WORDS, undefined, { ref: false })]);
      return isOver;
    },
    get busy() {
      return running.size;
    },
  };
}
