/** A command as plain data: what a front end needs to offer it as options, a form or a line of help. */
export interface CommandCard {
  /** `reflect.trace`: family and verb. */
  readonly path: string;
  /** The question it answers, as a person asks it. */
  readonly asks: string;
  /** A whole message that works. */
  readonly example: string;
  /** `session`: a prompt may be given; without one it is about what was said in the thread. */
  readonly needs: 'prompt' | 'model' | 'session' | 'channel' | 'nothing';
  /** In the order they were defined. */
  readonly params: readonly ParamCard[];
}

export interface ParamCard {
  readonly name: string;
  /** `text` also where a list, heads or a range are written out: the language reads them. */
  readonly type: 'choice' | 'count' | 'number' | 'flag' | 'text' | 'heads' | 'scales' | 'range' | 'list';
  readonly doc: string;
  readonly optional: boolean;
  /** `choice`: every value it takes, at most 25. */
  readonly choices?: readonly string[];
  /** Words taken besides what the type takes: `complete`, `auto`. */
  readonly words?: readonly string[];
  /** Least and greatest value, inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** `text`: in UTF-16 units. */
  readonly maxLength?: number;
  readonly default?: unknown;
}
