import type { FindingBase } from './findings.ts';

/** A session as it stands: who takes part, what was asked, what it goes on with. */
export interface SessionFinding extends FindingBase<'session'> {
  /** Absent where the channel itself is the session. */
  readonly thread: string | null;
  readonly state: 'open' | 'closed' | 'new';
  readonly opened: SessionMoment | null;
  readonly closed: SessionMoment | null;
  /** In the order of joining. */
  readonly people: readonly SessionPerson[];
  /** What a command without a prompt asks about. */
  readonly prompt: string | null;
  readonly mode: 'session' | 'qk' | 'ov';
  /** What the session chose; null: the usual one. */
  readonly model: string | null;
  readonly usual: string | null;
  /** All that are remembered. */
  readonly total: number;
  /** The newest of them, oldest first. */
  readonly turns: readonly SessionTurn[];
}

export interface SessionMoment {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SessionPerson {
  readonly id: string;
  readonly name: string;
  readonly joined: number;
  /** Absent while the person takes part. */
  readonly left?: number;
  /** Of the turns read. */
  readonly asked: number;
}

export interface SessionTurn {
  /** Counts all turns from 1. */
  readonly number: number;
  readonly by?: string;
  /** Id of who asked. */
  readonly person?: string;
  readonly at?: number;
  /** `.p/reflect.trace{top=20}`; empty for plain words. */
  readonly typed: string;
  /** The text it asked about, or the words themselves; cut where long. */
  readonly text: string;
  readonly model?: string;
}
