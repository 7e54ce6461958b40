import type { Finding } from '../analysis/findings.ts';
import type { Runner } from '../engine/runner.ts';
import type { Figure } from '../figure/figure.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Shelf } from '../kernel/shelf.ts';
import type { Attachment } from '../kernel/voice.ts';
import type { Here } from './here.ts';
import type { Registry } from './registry.ts';

/** What one turn works with: the house as it is from one thread. */
export interface House {
  readonly commands: Registry;
  /** Opens the thread's model at the first command that needs one. */
  runner(options: CallOptions): Promise<Runner>;
  draw(figure: Figure): Promise<Drawn>;
  readonly session: Session;
  /** Measurements kept of the model with this fingerprint. */
  shelf(fingerprint: string): Shelf;
  readonly seed: number;
  readonly here: Here;
  /** The model answers what holds no command; else that is a mistake. */
  readonly talks: boolean;
}

/** The part of a thread's memory that a turn reads and writes. */
export interface Session {
  prompt(): Promise<string | undefined>;
  /** The last reply that had a picture. */
  last(): Promise<Reply<Finding> | undefined>;
  /** The turns so far, oldest first: what talk goes on from. */
  turns(n: number): Promise<readonly Reply<Finding>[]>;
  /** What this turn answered to its command of that index before the process was stopped. */
  stored(index: number): Promise<Reply<Finding> | undefined>;
  /**
   * Keeps the answer to the command of that index, its prompt as the thread's, and its numbers in the log.
   *
   * @param measured  false for an answer that is only drawn anew: its numbers are in the log already
   */
  record(reply: Reply<Finding>, index: number, measured?: boolean): Promise<void>;
  /** Records it to its end, where the process that stored it died in between; only its numbers where later answers stand. */
  recordAgain(reply: Reply<Finding>, index: number, measured?: boolean): Promise<void>;
}

export interface Drawn {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Answer {
  readonly reply: Reply<Finding>;
  readonly figure?: Figure;
  /** Absent when the command has no picture. */
  readonly drawn?: Drawn;
  /** Files that the command gives beside its words. */
  readonly files?: readonly Attachment[];
}
