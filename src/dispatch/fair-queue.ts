import { queueFull } from './errors.ts';

export interface QueueLimits {
  /** Turns that run at once. */
  readonly atOnce: number;
  /** Turns that wait, in all and of one channel. */
  readonly waiting: number;
  readonly waitingPerChannel: number;
}

/** Where a turn stands when it is let in. */
export interface Place {
  /** Turns before it, those that run included. */
  readonly ahead: number;
  /** Milliseconds until it begins, by how long the last turns took; 0 while none has ended. */
  readonly wait: number;
}

/**
 * Turns of many channels on one model: channels take turns, so that a busy one does not keep a quiet one
 * waiting, and of one channel one runs after another, since each goes on from what the last one left.
 */
export interface FairQueue {
  /**
   * Runs the work when its channel's turn has come.
   *
   * @param onPlace  told once, before the work waits
   * @throws {DispatchError} `queue-full`, at once
   */
  run<T>(channel: string, work: () => Promise<T>, onPlace?: (place: Place) => void): Promise<T>;
  /** Turns that run or wait. */
  readonly size: number;
}

/** How much one turn's time weighs in the expected one. */
const RECENT = 0.2;

export function fairQueue(limits: QueueLimits, now: () => number = () => performance.now()): FairQueue {
  /** Channels with somebody waiting, the next one first. */
  const lines = new Map<string, (() => void)[]>();
  const busy = new Set<string>();
  let waiting = 0;
  let usual = 0;

  function begin(): void {
    while (busy.size < limits.atOnce) {
      const next = [...lines].find(([channel]) => !busy.has(channel));
      if (next === undefined) return;
      const [channel, line] = next;
      const start = line.shift();
      lines.delete(channel); // to the end of the round, if more of it wait
      if (line.length > 0) lines.set(channel, line);
      waiting--;
      busy.add(channel);
      start?.();
    }
  }

  function ended(channel: string, since: number): void {
    const took = now() - since;
    usual = usual === 0 ? took : (1 - RECENT) * usual + RECENT * took;
    busy.delete(channel);
    begin();
  }

  const placeOf = (mine: number): Place => {
    // Before its k-th turn a channel lets each other one have up to k + 1.
    const others = [...lines.values()].reduce((sum, line) => sum + Math.min(line.length, mine + 1), 0);
    const ahead = busy.size + Math.min(waiting, others);
    return { ahead, wait: ahead < limits.atOnce ? 0 : Math.ceil(ahead / limits.atOnce) * usual };
  };

  return {
    get size() {
      return busy.size + waiting;
    },
    async run(channel, work, onPlace) {
      const line = lines.get(channel) ?? [];
      if (waiting >= limits.waiting || line.length >= limits.waitingPerChannel)
        throw queueFull(busy.size + waiting, waiting >= limits.waiting);
      onPlace?.(placeOf(line.length));
      const turn = new Promise<void>((start) => line.push(start));
      lines.set(channel, line);
      waiting++;
      begin();
      await turn;
      const since = now();
      try {
        return await work();
      } finally {
        ended(channel, since);
      }
    },
  };
}
