import type { ChatEvent } from './chat-event.ts';
import type { CommandCard } from './command-card.ts';

/** A session as it is listed. */
export interface SessionSummary {
  readonly channel: string;
  readonly thread?: string;
  readonly prompt: string;
  readonly people: number;
  readonly turns: number;
}

/** What an adapter asks of the house. */
export interface Desk {
  readonly cards: readonly CommandCard[];
  /**
   * Takes an event in. Only when this has resolved may the platform be told that it arrived.
   *
   * @returns false for a delivery that is known already: acknowledge it and do no more
   */
  receive(event: ChatEvent): Promise<boolean>;
  /**
   * Answers an event that was taken in, with the voice of its platform. Never rejects.
   *
   * @param whole  adds what the platform has to be asked for; called when nobody waits to be told that it arrived
   */
  answer(event: ChatEvent, whole?: (event: ChatEvent) => Promise<ChatEvent>): Promise<void>;
  /** Whether a session is open there: everything said in it is for us. */
  inSession(place: Pick<ChatEvent, 'workspace' | 'channel' | 'thread'>): Promise<boolean>;
  /** Sessions of a channel that are open, the last used first. */
  sessions(workspace: string, channel: string): Promise<readonly SessionSummary[]>;
}
