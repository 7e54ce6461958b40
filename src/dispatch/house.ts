import type { Finding } from '../analysis/findings.ts';
import type { Runner } from '../engine/runner.ts';
import type { Figure } from '../figure/figure.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Shelf } from '../kernel/shelf.ts';
import type { Registry } from './registry.ts';

/** What the flow works with; wired once, in main.ts. */
export interface House {
  readonly commands: Registry;
  /** Opens the model at the first command that needs one. */
  runner(options: CallOptions): Promise<Runner>;
  draw(figure: Figure): Promise<Drawn>;
  readonly session: Session;
  /** Measurements kept of the model with this fingerprint. */
  shelf(fingerprint: string): Shelf;
  readonly seed: number;
}

/** The part of a channel's memory that a turn reads and writes. */
export interface Session {
  prompt(): Promise<string | undefined>;
  /** The last reply that had a picture. */
  last(): Promise<Reply<Finding> | undefined>;
  record(reply: Reply<Finding>): Promise<void>;
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
}
