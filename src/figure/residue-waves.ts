import type { ResidueFinding, ResidueHit } from '../analysis/residue-finding.ts';
import type { Token } from '../kernel/ids.ts';
import { percent } from '../kernel/numbers.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import type { Wave } from './residue-figure.ts';
import { nats } from './residue-words.ts';

const MOST_GAPS = 4;
const MOST_WORDS = 1;
/** Waves are drawn on one scale, no finer than this. */
const LEAST_SCALE = 0.1;

/** Wave trails: of the words that matter most, of a word given up, and of heads for and against the answer. */
export function residueWaves(finding: ResidueFinding, tokens: readonly Token[]): Wave[] {
  return [...gapWaves(finding, tokens), ...wordsShown(finding).map(lensWave), writesWave(finding)];
}

const wordsShown = ({ hits }: ResidueFinding) =>
  hits.filter((hit) => hit.form === 'residue').slice(0, MOST_WORDS);

/** Misfires first, then the pair, then what is looked at most. */
export function wavePositions(finding: ResidueFinding): number[] {
  const {
    hits,
    look: { pair, sources },
  } = finding;
  const most = MOST_GAPS - wordsShown(finding).length;
  const salient = sources
    .flatMap((source, position) => (source === null ? [] : [{ position, salience: source.salience }]))
    .sort((a, b) => b.salience - a.salience)
    .map(({ position }) => position);
  const misfired = hits.filter(({ form }) => form === 'misfire').map(({ at }) => at.position);
  const paired = pair === null ? [] : [pair.looked, pair.worth];
  return [...new Set([...misfired.slice(0, most - 1), ...paired, ...salient])].slice(0, most);
}

/** By layer: share of the look minus share of the work; null where no head counts. */
export const gapsOf = ({ look }: ResidueFinding, position: number): (number | null)[] =>
  look.layers.map(({ salience, work }) =>
    salience.length === 0 || work.length === 0 ? null : (salience[position] ?? 0) - (work[position] ?? 0),
  );

function gapWaves(finding: ResidueFinding, tokens: readonly Token[]): Wave[] {
  const positions = wavePositions(finding);
  const curves = positions.map((position) => gapsOf(finding, position));
  const most = Math.max(LEAST_SCALE, ...curves.flat().map((gap) => Math.abs(gap ?? 0)));
  return positions.map((position, i) => {
    const { salience = 0, effect = 0 } = finding.look.sources[position] ?? {};
    return {
      kind: 'gap',
      label: tokenLabel(tokens[position]?.text ?? ''),
      note: `looked at ${percent(salience)}, worth ${nats(effect)}`,
      values: curves[i] ?? [],
      most,
      scale: `±${percent(most)}`,
      marks: finding.hits.flatMap(({ form, pattern, at, confirmed }) =>
        form === 'misfire' && at.position === position
          ? [{ glyph: pattern, layer: at.layer, confirmed }]
          : [],
      ),
    };
  });
}

const lensWave = (hit: Extract<ResidueHit, { form: 'residue' }>): Wave => ({
  kind: 'lens',
  label: tokenLabel(hit.word.text),
  note: `lens ${percent(hit.peak)}, at the end ${percent(hit.final)}`,
  values: hit.probs,
  most: Math.max(LEAST_SCALE, ...hit.probs),
  scale: percent(Math.max(LEAST_SCALE, ...hit.probs)),
  marks: [{ glyph: '∴', layer: hit.at.layer, confirmed: hit.confirmed }],
});

function writesWave({ writes, answer, rival, hits }: ResidueFinding): Wave {
  const most = Math.max(0.1, ...writes.raise, ...writes.lower);
  return {
    kind: 'writes',
    label: `heads for ${quoted(answer.text, 12)}`,
    note: `dashed: against it, for ${quoted(rival.text, 12)}`,
    values: writes.raise,
    against: writes.lower,
    most,
    scale: `${most.toFixed(1)} logits`,
    marks: hits.flatMap(({ form, pattern, at, confirmed }) =>
      form === 'collision' ? [{ glyph: pattern, layer: at.layer, confirmed }] : [],
    ),
  };
}
