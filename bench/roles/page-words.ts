import type { Role } from '../../src/analysis/roles-finding.ts';

export const METHOD = `# What each head does, and how dotp knows

Written by \`npm run roles\`; the numbers lie in [roles.json](roles.json). \`.p/reflect.glyphs{scope=model}\` draws them.

A role is a trait of a head, not of a prompt, so it is measured on seeded random tokens: 6 sequences of 24 ordinary tokens and the same 24 again, behind BOS where the tokenizer adds one. No special, unused or undecodable token is among them.

| role | score, 0 to 1 | null |
|---|---|---|
| ⧖ previous token | mean attention of the repeated half to the token before | the same at another distance, drawn at random |
| ⧗ duplicate token | to the earlier copy of the same token | a second half that repeats nothing |
| 🜏 induction | to the token after that copy (Olsson 2209.11895) | a second half that repeats nothing |
| ⟁ sink | to the first key (Gu 2410.10781), if what is written from there is at most half of what is written from elsewhere, by ‖f‖ | another key, drawn at random |
| ⟐ copying | share of 96 tokens whose own logit W_E W_V W_O W_U raises most among them (Elhage 2021) | the same of permuted tokens |
| ☍ copy suppression | share whose own logit it lowers most (McDougall 2310.04625), if attention to the token that the stream entering the layer already predicts is above *its* null | the same of permuted tokens; another token seen so far |

The four by attention are shares of one look, that of the repeated half. So a head that rests at the first key until something repeats is not called a sink, and a sink is a head that rests there even then.

A role needs its score above the 99th percentile of its null, over all heads and samples together, and above .2. Of several the one farthest from its null towards 1 is named; the others are in the JSON, as are all scores.

The **effect** is what the head adds to the repeat: mean log-probability of the second half's tokens in the model as it is, minus with the head's output held at its mean over the probe, at every token but the first. Effects are of one head alone: where several heads do the same, each may show almost none.

Copying is read from plain embeddings. A head deep in a model reads what earlier layers made of a token, and may copy that without being seen here.`;

/** Scores of a PyTorch prototype on SmolLM2-135M, measured before this code was written. */
export const PUBLISHED: readonly { readonly head: string; readonly role: Role; readonly score: string }[] = [
  { head: 'L18H6', role: 'induction', score: '.94' },
  { head: 'L17H4', role: 'induction', score: '.85' },
  { head: 'L17H3', role: 'induction', score: '.83' },
  { head: 'L17H5', role: 'induction', score: '.82' },
  { head: 'L18H7', role: 'induction', score: '.61' },
  { head: 'L14H3', role: 'duplicate', score: '.76' },
  { head: 'L8H0', role: 'duplicate', score: '.72' },
  { head: 'L5H6', role: 'duplicate', score: '.60' },
  { head: 'L16H0', role: 'previous', score: '.91' },
  { head: 'L11H1', role: 'previous', score: '.88' },
  { head: 'L2H1', role: 'previous', score: '.75' },
  { head: 'L18H8', role: 'sink', score: '1.0' },
];
