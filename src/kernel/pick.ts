/** A head or token of a drawn picture that can be asked about next: a choice of a select. */
export interface Pick {
  readonly action: 'head' | 'token';
  /** `L5H1`, or the token's position. */
  readonly argument: string;
  readonly label: string;
  /** What the picture says of it: `+0.83 logits`. */
  readonly note?: string;
}
