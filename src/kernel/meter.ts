import type { ChatEvent } from './chat-event.ts';

/** What the flow counts; served as `/metrics`. */
export interface Meter {
  /** A turn is over. Seconds from its arrival. */
  turn(facts: {
    readonly platform: ChatEvent['platform'];
    readonly outcome: 'answered' | 'refused' | 'failed' | 'stopped' | 'undeliverable';
    readonly seconds: number;
  }): void;
  /** A command was measured: `reflect.trace`, or `toggle`, `talk`. */
  command(path: string, seconds: number): void;
  /** A second delivery of something known. */
  duplicate(platform: ChatEvent['platform']): void;
  /** Turns taken up again after a restart; `again`: with one answer that may be there already and cannot be found. */
  resumed(platform: ChatEvent['platform'], again: boolean): void;
}

const nothing = (): void => {};

export const silentMeter: Meter = { turn: nothing, command: nothing, duplicate: nothing, resumed: nothing };
