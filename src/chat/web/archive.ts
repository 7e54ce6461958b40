import type { Answered } from '../../kernel/voice.ts';

/** An answer of an earlier hour, as the store has it. */
export interface Kept extends Answered {
  /** Name of who asked, where it was kept. */
  readonly by?: string;
  /** What was asked, in words that ask it again. */
  readonly said: string;
}

/** What the page asks of the store: it keeps nothing itself. */
export interface Archive {
  /** The last answers of a session, oldest first, without their pictures' bytes. */
  answers(session: string, most: number): Promise<readonly Kept[]>;
  /** One of them, its picture drawn again. undefined: not there, or of another session. */
  answer(session: string, name: string): Promise<Answered | undefined>;
}
