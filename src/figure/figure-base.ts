/**
 * A figure is plain JSON: everything the renderer needs and nothing it has to work out, so that what
 * is drawn can be read. Builders in this room turn replies into figures; `renderers/` turn figures
 * into pixels.
 */
export interface FigureBase {
  /** What the picture answers, as a question: `Why “Paris”?`. */
  readonly title: string;
  readonly subtitle: string;
  /** Mode of the thread, shown as a badge. */
  readonly badge?: Badge;
  /** Facts below the line, most important first; what does not fit is left out, whole. */
  readonly footer: readonly FooterFact[];
  /** What the picture says, for people who do not see it; at most 1,024 characters. */
  readonly alt: string;
}

export interface Badge {
  readonly text: string;
  readonly tone: 'qk' | 'ov' | 'both' | 'plain';
}

export interface FooterFact {
  readonly label: string;
  readonly value: string;
  /** 0..1, drawn as a bar beside the value. */
  readonly bar?: number;
  readonly tone?: 'good' | 'warn' | 'plain';
  /** 0..1, a mark across the bar: what chance reaches. */
  readonly tick?: number;
}
