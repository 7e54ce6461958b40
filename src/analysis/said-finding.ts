import type { GuardSetting } from '../kernel/guard.ts';
import type { Token } from '../kernel/ids.ts';
import type { FindingBase } from './findings.ts';

/** What the model answered to something that was said to it, token by token. */
export interface SaidFinding extends FindingBase<'said'> {
  /** What the person wrote, without the space around it. */
  readonly asked: string;
  readonly text: string;
  readonly tokens: readonly SaidToken[];
  /** At an end token of the model's; at the most tokens that may be written; before an empty line; by a guard of the channel. */
  readonly ended: 'end' | 'length' | 'stopped' | 'guard';
  /** `chat`: messages in the model's template; `continuation`: it has none, the text is written on. */
  readonly form: 'chat' | 'continuation';
  readonly earlier: {
    /** Messages before this one, of people and of the model: seen, and left out for want of room. */
    readonly seen: number;
    readonly dropped: number;
    /** Those of people that were seen, so that one can be found when its author is forgotten. */
    readonly asked: readonly string[];
  };
  /** Guards of the channel that watched it; absent where there are none. */
  readonly guards?: readonly SaidGuard[];
  /** What the channel's model was to keep in mind when it answered; absent where there was nothing. */
  readonly anchors?: readonly SaidAnchor[];
  readonly sampling: { readonly temperature: number; readonly seed: number; readonly maxTokens: number };
}

export interface SaidGuard extends GuardSetting {
  /** Where it tripped: index of the answer's token, and what was measured there; null where it did not. */
  readonly tripped: { readonly token: number; readonly value: number } | null;
}

/** An anchor as it entered an answer. */
export interface SaidAnchor {
  readonly name: string;
  readonly text: string;
  /** Answers since it was set, before this one. */
  readonly turns: number;
  /** What is left of its weight after each answer, 0..1. */
  readonly persistence: number;
  /** persistence^turns: the lightest goes first where there is not room for all. */
  readonly weight: number;
}

export interface SaidToken extends Token {
  /** Of this token, at temperature 1. */
  readonly prob: number;
  /** Of the whole distribution it was taken from, nats; absent where the text was too long to be read again. */
  readonly entropy?: number;
  /** The likeliest other token there. */
  readonly rival?: Token & { readonly prob: number };
  /**
   * The text before it, typed, would be read as other tokens than those that were written, so that its
   * place can be asked about by these tokens only.
   */
  readonly apart?: true;
}
