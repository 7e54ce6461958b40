/** Every colour and size of a picture. Logical pixels; the file has twice as many. */
export const SIZE = { width: 760, height: 484, scale: 2 } as const;

export const CARD = {
  radius: 14,
  border: 1.5,
  margin: 20,
  /** Middles of the lines of text, and the rule, from the top. */
  title: 26,
  subtitle: 54,
  footerRule: 450,
  footer: 466,
} as const;

export const COLOR = {
  ground: '#1b1d22',
  panel: '#23262d',
  raised: '#2b2f38',
  border: '#3a3f49',
  text: '#f3f4f6',
  sub: '#b9c0cb',
  faint: '#8b93a1',
  ink: '#101217',
  supports: '#4cc3ff',
  opposes: '#ff9d3b',
  qk: '#5bb8ff',
  ov: '#ffb000',
  both: '#cfd5e3',
  good: '#3ddc97',
  warn: '#ff6b6b',
  head: '#e8edf7',
  mlp: '#d88ac6',
  embedding: '#9aa3b2',
  /** A token that the counterfactual exchanges. */
  exchanged: '#f0e442',
  /** What a head does, beside its glyph. */
  roles: {
    previous: '#f0e442',
    duplicate: '#4cc3ff',
    induction: '#3ddc97',
    copying: '#ff9d3b',
    suppression: '#d88ac6',
    sink: '#9aa3b2',
  },
  /** Trails after the answer's own. */
  rivals: ['#ffb000', '#d88ac6', '#7aa2ff', '#f0e442'],
} as const;

/** Text sizes; nothing is set below `least`. */
export const TEXT = { title: 20, subtitle: 13.5, badge: 13, body: 13, small: 12, least: 12 } as const;

export type Weight = 400 | 600 | 700;
