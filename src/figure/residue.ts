import type { Finding } from '../analysis/findings.ts';
import type { ResidueFinding, ResidueHit } from '../analysis/residue-finding.ts';
import { count, percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { asked } from './attribution-words.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';
import type { ResidueFigure, ResidueMark } from './residue-figure.ts';
import { gapsOf, residueWaves, wavePositions } from './residue-waves.ts';
import { residueWords } from './residue-words.ts';

/** More marks than these of one kind are in the words, not in the picture. */
const MOST_MARKS = 6;
const MOST_ANSWER_MARKS = 6;

/**
 * Residue map and wave trails of a scanned prompt.
 *
 * @throws {RangeError} when the reply holds no residue finding
 */
export function residueFigure(reply: Reply<Finding>): ResidueFigure {
  const finding = findingOf(reply, 'residue');
  const { tokens } = reply.prompt;
  const layers = finding.look.layers.length;
  const named = new Set(wavePositions(finding));
  const rows = tokens.map(({ text }, position) => ({
    label: tokenLabel(text),
    sink: finding.look.sources[position] === null,
    named: named.has(position),
    gaps:
      finding.look.sources[position] === null
        ? finding.look.layers.map(() => null)
        : gapsOf(finding, position),
  }));
  const misfires = finding.hits.filter(({ form }) => form === 'misfire').slice(0, MOST_MARKS);
  const others = finding.hits.filter(({ form }) => form !== 'misfire').flatMap(answerMarks);
  const confirmed = finding.hits.filter((hit) => hit.confirmed).length;
  return {
    kind: 'residue',
    title: `What went wrong on the way to ${quoted(finding.answer.text)}?`,
    subtitle: [
      reply.model?.name ?? '',
      `${count(tokens.length)} tokens, ${layers} layers`,
      finding.hits.length === 0
        ? 'nothing found'
        : `${count(finding.hits.length)} found, ${count(confirmed)} confirmed`,
      'waves: share of look − share of work',
    ].join(' · '),
    footer: footerOf(finding),
    alt: alt([`Residue map of ${asked(reply)}`, ...residueWords(finding, tokens)]),
    layers,
    rows,
    most: Math.max(0.05, ...rows.flatMap(({ gaps }) => gaps.map((gap) => Math.abs(gap ?? 0)))),
    marks: misfires.map((hit) => markOf(hit, hit.at.layer)),
    answer: { label: quoted(finding.answer.text, 10), marks: others.slice(0, MOST_ANSWER_MARKS) },
    waves: residueWaves(finding, tokens),
  };
}

const markOf = ({ pattern, at, confirmed }: ResidueHit, layer: number): ResidueMark => ({
  glyph: pattern,
  row: at.position,
  layer,
  confirmed,
});

/** A word where it peaked; both heads of a collision; an oscillation where the word came back. */
function answerMarks(hit: ResidueHit): ResidueFigure['answer']['marks'][number][] {
  switch (hit.form) {
    case 'residue':
      return [{ ...markOf(hit, hit.at.layer), label: tokenLabel(hit.word.text) }];
    case 'collision':
      return [hit.supports, hit.opposes].map(({ node }) => ({
        ...markOf(hit, Number(/^L(\d+)/.exec(node)?.[1] ?? 0)),
        label: node.replace(/@.*/, ''),
      }));
    case 'oscillation':
      return [{ ...markOf(hit, hit.layers[2]), label: `${tokenLabel(hit.words[0].text)} again` }];
    default:
      return [];
  }
}

/** How often shuffled prompts show a filled mark, and a hollow one where one is drawn. */
function footerOf({ hits, rates, calibration, sensitivity }: ResidueFinding): FooterFact[] {
  const hollow = rates.filter(({ pattern }) => hits.some((hit) => hit.pattern === pattern && !hit.confirmed));
  return [
    { label: `sensitivity ${sensitivity}`, value: '' },
    rates.length === 0
      ? { label: 'how often such marks are wrong was not measured', value: '' }
      : { label: `on ${count(calibration.shuffled)} shuffled prompts filled:`, value: '' },
    ...rates.map(({ pattern, confirmed }) => ({ label: pattern, value: percent(confirmed) })),
    ...(hollow.length === 0 ? [] : [{ label: 'hollow:', value: '' }]),
    ...hollow.map(({ pattern, any }) => ({ label: pattern, value: percent(any) })),
  ];
}
