import type { Runner } from '../engine/runner.ts';
import type { Figure } from '../figure/figure.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { ChannelMemory } from '../memory/channel.ts';
import type { Memory } from '../memory/open.ts';
import type { Person } from '../memory/people.ts';
import type { Drawn } from './house.ts';
import type { Registry } from './registry.ts';

/** Where somebody asks, who it is, and what is kept of the place. */
export interface Here {
  readonly workspace: string;
  readonly channel: string;
  /** Absent where the channel itself is the session. */
  readonly thread?: string;
  readonly person: Person;
  /** The person runs the server or workspace: may set limits, forget and export. */
  readonly manages: boolean;
  readonly commands: Registry;
  readonly memory: Memory;
  /** Of this thread, or of the channel where there is none. */
  readonly session: ChannelMemory;
  readonly models: Models;
  readonly seed: number;
  /** When it was asked, milliseconds since 1970. */
  readonly now: number;
  draw(figure: Figure): Promise<Drawn>;
}

/** The models that may be asked. */
export interface Models {
  /** Opens a model once, by its name; undefined: the usual one. */
  open(name: string | undefined, options: CallOptions): Promise<Runner>;
  /** What a channel may choose from. */
  list(): Promise<readonly ModelChoice[]>;
  /** Name of the one that is used where nothing else was chosen, as it was asked for; undefined: found by itself. */
  readonly usual: string | undefined;
  /** Any name that `--model` takes may be chosen, not only those of the list: at the terminal. */
  readonly free?: boolean;
}

export interface ModelChoice {
  readonly name: string;
  /** On this machine already. */
  readonly present: boolean;
  /** A few words: size, family. */
  readonly about: string;
}
