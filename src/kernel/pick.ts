/** A head or token of a drawn picture, or a word that the model said, that can be asked about next: a choice of a select. */
export interface Pick {
  readonly action: 'head' | 'token' | 'word';
  /** `L5H1`, the position of a token in the prompt, of a word's token in the answer. */
  readonly argument: string;
  readonly label: string;
  /** What the picture says of it: `+0.83 logits`. */
  readonly note?: string;
}
