/**
 * A figure is plain JSON: everything the renderer needs and nothing it has to work out, so that what
 * is drawn can be read. Builders in this room turn findings into figures; `renderers/` turn figures
 * into pixels.
 */
export interface FigureBase {
  /** What the picture answers, as a question: `Why “ Paris”?`. */
  readonly title: string;
  readonly subtitle: string;
  /** Mode of the thread, shown as a badge. */
  readonly badge?: { readonly text: string; readonly tone: 'qk' | 'ov' | 'both' | 'plain' };
  /** Footer: facts with a bar (0..1) or without. */
  readonly footer: readonly {
    readonly label: string;
    readonly value: string;
    readonly bar?: number;
    readonly tone?: 'good' | 'warn' | 'plain';
  }[];
  /** What the picture says, for people who do not see it; at most 1,024 characters. */
  readonly alt: string;
}
