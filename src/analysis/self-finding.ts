import type { Token } from '../kernel/ids.ts';
import type { FindingBase } from './findings.ts';

/** What a hidden state is, in the model's own words; and what the model will say from there. */
export type ReadingName = 'is' | 'says';

/** A model's reading of its own hidden states at one token, at every layer, with two controls. */
export interface SelfFinding extends FindingBase<'self'> {
  readonly position: number;
  /** The token whose states are read. */
  readonly token: Token;
  /** What the model itself says after it. */
  readonly answer: Token & { readonly prob: number };
  readonly identity: {
    /** With the placeholder `?` that the state is put in place of. */
    readonly text: string;
    readonly fits: 'any text' | 'closed world';
  };
  /** The layer that was asked for, or auto. */
  readonly asked: number | 'auto';
  readonly readings: readonly SelfReading[];
  /** Earliest layer from which the answer in `says` is likelier, by .05, than the token in `is`, for good; null: never. */
  readonly crosses: number | null;
  /** Equal in norm to the state of the layer, directions drawn at random. */
  readonly random: { readonly vectors: number; readonly seed: number };
  /** The self-reading's words beside what others measured, each with its source. */
  readonly words: readonly SelfWord[];
  /** Leading word of a lens and probability of the answer in it, by layer, of the state that enters it. */
  readonly lens: {
    readonly name: string;
    readonly layers: readonly { readonly top: Token; readonly answer: number }[];
    readonly settles: number | null;
  };
}

export interface SelfReading {
  readonly reading: ReadingName;
  /** `is`: the token itself; `says`: the answer. */
  readonly target: Token;
  /** The same prompt without any patch. */
  readonly unpatched: { readonly top: Token & { readonly prob: number }; readonly target: number };
  /** Layer where the target exceeds both controls most; null where it never does. */
  readonly strongest: number | null;
  /** Layer whose words are held against others: the one asked for, else the strongest, else the first (`is`) or last (`says`). */
  readonly shown: number;
  /** By layer: the state that enters it. */
  readonly layers: readonly SelfLayer[];
}

export interface SelfLayer {
  /** By probability. */
  readonly top: readonly (Token & { readonly prob: number })[];
  /** Probability of the target. */
  readonly target: number;
  /** The same under random vectors (mean). */
  readonly random: number;
  /** Probability of the first word of `top` in the controls. */
  readonly control: { readonly random: number; readonly unpatched: number };
  /** A control whose own first word is the same: the reading says nothing then. */
  readonly given: 'random' | 'unpatched' | null;
}

/** A word that something else gave, beside the first word of a reading at the layer shown. */
export interface SelfWord {
  readonly beside: ReadingName;
  /** The prompt's token, the model's answer, a lens, or what a node of the last trace writes. */
  readonly source: 'token' | 'answer' | 'lens' | 'trace';
  /** `L18H6@7` of a trace, the lens's name and layer, … */
  readonly where: string;
  readonly word: Token;
  /** Of a node of a trace: its score there, logits. */
  readonly score?: number;
  /** The words are the same; nothing more is meant. */
  readonly agrees: boolean;
}
