import type { Finding } from './findings.ts';
import { type Leaves, leaves, leavesNone } from './log-metric.ts';
import type { ReadingName, SelfFinding } from './self-finding.ts';
import { settleDepth } from './settle-depth.ts';
import type { Measure, Measures } from './trajectory-finding.ts';

const PROB = 'probability, 0 to 1';
const SHARE = 'share, 1 is all';
const ABOUT_DOTP = 'about what dotp keeps, not about the model';

/**
 * What each kind of finding leaves in the channel's log. A new kind has a line here, or the types say
 * that one is missing.
 */
export const LOG_TABLE: Readonly<Record<Finding['kind'], Leaves>> = {
  next: leaves('next', {
    prob: [PROB, 'the probability of the next word', ({ prob }) => prob],
    entropy: ['nats', 'the entropy of the next word', ({ entropy }) => entropy],
  }),
  direct: leaves('direct', {
    metric: ['logits', 'the answer’s lead', ({ metric }) => metric.value],
  }),
  attention: leavesNone('patterns, not numbers; they are in the reply'),
  writes: leavesNone('words with logits, head by head; they are in the reply'),
  attribution: leaves('attribution', {
    share: [SHARE, 'what the drawn edges carry of all scores', ({ shown }) => shown.share],
    agreement: ['Pearson’s r', 'the agreement of scores with exact effects', ({ agreement }) => agreement?.r],
  }),
  counterfactual: leaves('counterfactual', {
    rank: ['rank, below .1 is not clean', 'how clean the counterfactual is', ({ rank }) => rank],
  }),
  receipt: leaves('receipt', {
    sufficiency: [SHARE, 'what the drawn nodes carry alone', ({ sufficiency }) => sufficiency],
    necessity: [SHARE, 'what is lost without the drawn nodes', ({ necessity }) => necessity],
    random: [SHARE, 'what random sets of nodes carry', ({ random }) => random.median],
  }),
  branches: leaves('branches', {
    prob: [PROB, 'the probability of the leading branch', ({ branches }) => branches[0]?.prob],
    rest: [PROB, 'the probability of words without a branch', ({ rest }) => rest],
  }),
  intervention: leaves('intervention', {
    kl: ['nats', 'the KL of the edit', ({ kl }) => kl],
    change: [
      'logits',
      'what edits change of the answer’s lead',
      ({ before, after }) => after.metric.value - before.metric.value,
    ],
  }),
  lens: leaves('lens', {
    settles: ['layer', 'the layer at which the answer settles', settleDepth],
  }),
  head: leaves('head', {
    effect: ['logits', 'the effect of the head that was looked at', ({ effect }) => effect.here],
  }),
  residue: leaves('residue', {
    confirmed: [
      'hits',
      'the number of confirmed residue hits',
      ({ hits }) => hits.filter(({ confirmed }) => confirmed).length,
    ],
    margin: ['logits', 'how far the answer is ahead of its rival', ({ margin }) => margin],
  }),
  roles: leaves('roles', {
    named: [
      'heads',
      'the number of heads with a role',
      ({ heads }) => heads.filter(({ role }) => role !== 'none').length,
    ],
  }),
  'glyph-map': leaves('glyph-map', {
    did: [
      'heads',
      'the number of heads that did their role in the prompt',
      ({ heads }) => heads.filter(({ did }) => did === true).length,
    ],
  }),
  self: leaves('self', {
    is: [PROB, 'how clearly a state names its own token, at its best layer', (found) => bestOf(found, 'is')],
    says: [
      PROB,
      'how clearly a state names the next word, at its best layer',
      (found) => bestOf(found, 'says'),
    ],
    crosses: ['layer', 'the layer from which states name the next word', ({ crosses }) => crosses],
  }),
  influence: leaves('influence', {
    fit: [
      'Pearson’s r',
      'how well hidden pieces explain the last piece, on masks the fit did not see',
      ({ fits }) => fits.at(-1)?.heldOut.r,
    ],
    links: ['links', 'the number of links in the thought web', ({ links }) => links.length],
    strongest: [
      'nats of log-odds',
      'the strongest link to the last piece',
      ({ links, nodes }) => strongest(links.filter(({ to }) => to === nodes.at(-1)?.id)),
    ],
  }),
  scaffold: leaves('scaffold', {
    standing: [
      'anchors',
      'the number of anchors that have not faded',
      ({ anchors, faded }) => anchors.filter(({ weight }) => weight >= faded).length,
    ],
  }),
  said: leaves('said', {
    tokens: ['tokens', 'the length of what the model says', ({ tokens }) => tokens.length],
    prob: [
      PROB,
      'the mean probability of the words that the model says',
      ({ tokens }) => mean(tokens.map(({ prob }) => prob)),
    ],
    entropy: [
      'nats',
      'the mean entropy of the words that the model says',
      ({ tokens }) => mean(tokens.flatMap(({ entropy }) => entropy ?? [])),
    ],
  }),
  samples: leaves('samples', {
    entropy: ['nats', 'the entropy over sampled answers', ({ entropy }) => entropy],
    evidence: ['nats', 'what the evidence is worth to the answer', (found) => found.with?.effect?.value],
  }),
  conflict: leaves('conflict', {
    lead: ['logits', 'the lead of the evidence’s answer over memory’s', ({ metric }) => metric.value],
  }),
  uncertainty: leaves('uncertainty', {
    entropy: ['nats', 'the entropy of the next token', ({ next }) => next.entropy],
    margin: ['logits', 'the lead of the likeliest token over the second', ({ next }) => next.margin],
    settles: ['layer', 'the layer at which the next token settles', ({ next }) => next.settle],
    clusters: ['nats', 'the entropy over sampled answers', ({ entropy }) => entropy],
  }),
  trajectory: leaves('trajectory', {
    repetition: [
      'seq-rep-4, 0 to 1',
      'the repetition of the last pass',
      ({ passes }) => lastOf(passes, 'repetition'),
    ],
    entropy: ['nats', 'the entropy of the last pass', ({ passes }) => lastOf(passes, 'entropy')],
    tripped: ['pass', 'the pass at which a measure of collapse trips', ({ tripped }) => tripped?.pass],
  }),
  recursion: leaves('recursion', {
    depth: ['layer', 'the median settle depth of the last pass', ({ passes }) => passes.at(-1)?.median],
    synced: ['pass', 'the pass at which all words have settled', ({ synced }) => synced ?? undefined],
  }),
  guards: leavesNone(ABOUT_DOTP),
  model: leavesNone('facts in words, the same for every question'),
  help: leavesNone('words'),
  limits: leavesNone(ABOUT_DOTP),
  log: leavesNone(ABOUT_DOTP),
  'log-file': leavesNone(ABOUT_DOTP),
  models: leavesNone(ABOUT_DOTP),
  forgotten: leavesNone(ABOUT_DOTP),
  exported: leavesNone(ABOUT_DOTP),
  session: leavesNone(ABOUT_DOTP),
  shared: leavesNone(ABOUT_DOTP),
};

/** Probability of the word looked for where it exceeds its controls most. */
function bestOf({ readings }: SelfFinding, name: ReadingName): number | null {
  const found = readings.find(({ reading }) => reading === name);
  return found === undefined || found.strongest === null
    ? null
    : (found.layers[found.strongest]?.target ?? null);
}

const strongest = (links: readonly { readonly effect: number }[]): number | null =>
  links.length === 0 ? null : Math.max(...links.map(({ effect }) => Math.abs(effect)));

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const lastOf = (passes: readonly { readonly measures: Measures }[], measure: Measure): number | undefined =>
  passes.at(-1)?.measures[measure] ?? undefined;
