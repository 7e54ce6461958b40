import type { ResidueFinding, ResidueHit } from '../analysis/residue-finding.ts';
import type { Token } from '../kernel/ids.ts';
import { percent, signed } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';

/** Hits said in words, confirmed ones first. */
const MOST_SAID = 8;

/** The hits, one a line, each with its control and its rate on shuffles; then the pair. */
export function residueWords(finding: ResidueFinding, tokens: readonly Token[]): string[] {
  const { hits, answer, rival, margin } = finding;
  const confirmed = hits.filter((hit) => hit.confirmed).length;
  const shown = [...hits].sort((a, b) => Number(b.confirmed) - Number(a.confirmed)).slice(0, MOST_SAID);
  const more = hits.length - shown.length;
  const found =
    hits.length === 0
      ? `Nothing like ${finding.patterns.join(' ')} was found on the way to ${quoted(answer.text)}.`
      : `${hits.length} found on the way to ${quoted(answer.text)}, ${confirmed} confirmed.`;
  return [
    found,
    pairWords(finding, tokens),
    ...shown.map((hit) => hitWords(hit, tokens)),
    more > 0 ? `${more} more candidates, not shown here, are in the JSON.` : '',
    `${quoted(answer.text)} ${percent(answer.prob)} is ahead of ${quoted(rival.text)} ${percent(rival.prob)} by ${signed(margin)} logits.`,
  ].filter((line) => line !== '');
}

/** What the eye goes to, and what the answer hangs on. */
function pairWords({ look: { pair, sources } }: ResidueFinding, tokens: readonly Token[]): string {
  if (pair === null) return '';
  const of = (position: number) =>
    `${quoted(tokens[position]?.text ?? '')} (${percent(sources[position]?.salience ?? 0)} of the look, ${nats(sources[position]?.effect ?? 0)})`;
  return pair.looked === pair.worth
    ? `Most looked at and most worth: ${of(pair.looked)}.`
    : `Most looked at: ${of(pair.looked)}; most worth: ${of(pair.worth)}.`;
}

function hitWords(hit: ResidueHit, tokens: readonly Token[]): string {
  const verdict = hit.confirmed ? 'confirmed' : 'not confirmed';
  const rate =
    hit.falsePositiveRate === null
      ? 'rate on shuffled prompts not measured'
      : `such a hit in ${percent(hit.falsePositiveRate)} of shuffled prompts`;
  return `${hit.pattern} ${whatOf(hit, tokens)}, ${verdict}: ${hit.control}; ${rate}.`;
}

function whatOf(hit: ResidueHit, tokens: readonly Token[]): string {
  switch (hit.form) {
    case 'misfire':
      return `${quoted(tokens[hit.at.position]?.text ?? '')} is looked at for nothing (${signed(hit.strength)} deviations between look and worth)`;
    case 'residue':
      return `${quoted(hit.word.text)} had ${percent(hit.peak)} after L${hit.at.layer} and ends at ${percent(hit.final)}`;
    case 'collision':
      return `${bare(hit.supports.node)} ${signed(hit.supports.score)} against ${bare(hit.opposes.node)} ${signed(hit.opposes.score)} (${hit.strength.toFixed(1)} margins)`;
    case 'oscillation':
      return `${quoted(hit.words[0].text)}, ${quoted(hit.words[1].text)}, ${quoted(hit.words[0].text)} lead after ${hit.layers.map((layer) => `L${layer}`).join(', ')}`;
  }
}

const bare = (node: string): string => node.replace(/@.*/, '');

/** An effect: `1.1 nats`, `0.0005 nats`. */
export const nats = (x: number): string => {
  if (x >= 0.01) return `${x >= 10 ? x.toFixed(0) : x.toFixed(x >= 1 ? 1 : 2)} nats`;
  return x >= 1e-4 ? `${x.toFixed(4)} nats` : '<0.0001 nats';
};
