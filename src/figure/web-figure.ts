import type { FigureBase } from './figure-base.ts';

/** Pieces from left to right as they were read, and what moved what. */
export interface WebFigure extends FigureBase {
  readonly kind: 'web';
  readonly nodes: readonly WebNode[];
  /** By index of the nodes; in order of size, the largest first. */
  readonly links: readonly WebLink[];
  /** Pieces that do not add up. */
  readonly pairs: readonly { readonly nodes: readonly [number, number]; readonly text: string }[];
  /** What a full line stands for: `13.1 nats`. */
  readonly scale: string;
}

export interface WebNode {
  /** `3`; links and words name it by this. */
  readonly number: string;
  readonly label: string;
  readonly role: 'person' | 'model' | 'sentence' | 'anchor';
  /** Against the largest effect that leaves a node, 0..1. */
  readonly share: number;
  /** Neither explained nor answered, and nothing drawn begins here. */
  readonly quiet: boolean;
  /** Of what is explained: how well, in a word or two. */
  readonly fit?: { readonly text: string; readonly doubtful: boolean };
  /** Index of the piece it goes on from, which is never hidden from it. */
  readonly after?: number;
}

export interface WebLink {
  readonly from: number;
  readonly to: number;
  /** Against the largest effect drawn, −1..1. */
  readonly share: number;
  /** `+12.5 ± 0.3` */
  readonly text: string;
}
