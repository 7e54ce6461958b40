import type { Finding } from '../analysis/findings.ts';
import type { InterventionFinding, MovedWord } from '../analysis/intervention-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import type { ComparedWord, ComparisonFigure, ComponentMark, StripPart } from './comparison-figure.ts';
import { promptPieces } from './comparison-pieces.ts';
import { controlScales } from './comparison-scales.ts';
import { comparisonTitle, placedName, times } from './comparison-title.ts';
import { comparisonWords, metricName, nats, partName } from './comparison-words.ts';
import { findingOf } from './finding-of.ts';

const MOST_WORDS = 7;
const MOST_PARTS = 9;
const MOST_MARKS = 12;
/** Changes of probability below this are drawn level. */
const LEVEL = 0.005;

/**
 * Before and after: which words rise and fall, and whose direct contributions changed.
 *
 * @throws {RangeError} when the reply lacks the finding intervention
 */
export function comparisonFigure(reply: Reply<Finding>): ComparisonFigure {
  const finding = findingOf(reply, 'intervention');
  const { before, after, components } = finding;
  return {
    kind: 'comparison',
    title: comparisonTitle(finding),
    subtitle: subtitle(reply, finding),
    badge: { text: 'before → after', tone: 'both' },
    footer: [],
    alt: alt(comparisonWords(reply)),
    pieces: promptPieces(reply, finding),
    components: components.slice(0, MOST_MARKS).map((edit): ComponentMark => {
      const shape = edit.name.startsWith('M') ? 'mlp' : 'head';
      const what = edit.gain === 0 ? 'silent' : times(edit.gain);
      return { shape, name: placedName(edit, finding), what, silent: edit.gain === 0 };
    }),
    captions: {
      before: `before · entropy ${nats(before.entropy)} nats`,
      after: `after · entropy ${nats(after.entropy)} nats`,
    },
    words: wordsOf(finding),
    stripCaption: stripCaption(finding),
    strip: stripOf(finding),
    scales: controlScales(finding),
  };
}

type Baseline = NonNullable<InterventionFinding['baseline']>;

function subtitle(
  reply: Reply<Finding>,
  { baseline, edits, components, replaced, kl }: InterventionFinding,
): string {
  const whole = components.length > 0 && replaced.length > 0 ? `KL ${nats(kl)} nats in all` : undefined;
  const what =
    baseline === null
      ? `${edits.length} ${edits.length === 1 ? 'edit' : 'edits'}, all else as it was`
      : `silent = ${silence(reply, baseline)}`;
  return [reply.model?.name, whole, what].filter((part) => part !== undefined).join(' · ');
}

/** What silent components put out instead, in few words. */
function silence({ findings }: Reply<Finding>, { source, words }: Baseline): string {
  const found = findings.find((finding) => finding.kind === 'counterfactual');
  if (source !== 'counterfactual' || found === undefined) return words;
  return `patched from ${found.edits.map(({ from, to }) => `${quoted(from.text)} → ${quoted(to.text)}`).join(', ')}`;
}

function wordsOf({ words, before, after }: InterventionFinding): ComparedWord[] {
  const said = [before.answer.id, after.answer.id];
  const kept = [...words]
    .sort((a, b) => Number(said.includes(b.id)) - Number(said.includes(a.id)))
    .slice(0, MOST_WORDS);
  const ranked = (side: 'before' | 'after') =>
    [...kept].sort((a, b) => b[side].prob - a[side].prob || b[side].logit - a[side].logit);
  const [left, right] = [ranked('before'), ranked('after')];
  const largest = Math.max(...kept.flatMap((word) => [word.before.prob, word.after.prob]), 0) || 1;
  const most = Math.max(...kept.map((word) => Math.abs(word.after.prob - word.before.prob)), 0) || 1;
  const sideOf = (word: MovedWord, side: 'before' | 'after', row: number, answer: boolean) => ({
    row,
    prob: word[side].prob,
    value: percent(word[side].prob),
    bar: word[side].prob / largest,
    answer,
  });
  return left.map((word, row) => {
    const change = word.after.prob - word.before.prob;
    return {
      label: tokenLabel(word.text),
      move: Math.abs(change) < LEVEL ? 'stays' : change > 0 ? 'rises' : 'falls',
      strength: Math.abs(change) / most,
      before: sideOf(word, 'before', row, word.id === before.answer.id),
      after: sideOf(word, 'after', right.indexOf(word), word.id === after.answer.id),
    };
  });
}

function stripCaption({ before, after, changes, components }: InterventionFinding): string {
  const name = metricName(before.metric);
  const split =
    components.length === 0
      ? `components ${signed(changes.others)}`
      : `edited ${signed(changes.own)}, others ${signed(changes.others)}`;
  return `${name}: ${signed(before.metric.value)} → ${signed(after.metric.value)} logits · ${split}, norm ${signed(changes.norm)}`;
}

/** The parts whose own output changed the metric most, the final norm among them. */
function stripOf({ parts, changes, components }: InterventionFinding): StripPart[] {
  const edited = new Set(components.map(({ name }) => name));
  const all = [...parts, { node: 'norm', change: changes.norm }]
    .filter(({ change }) => change !== 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, MOST_PARTS);
  const largest = Math.max(0, ...all.map(({ change }) => Math.abs(change))) || 1;
  return all.map(({ node, change }) => ({
    name: partName(node),
    shape: /^L\d/.test(node) ? 'head' : /^M\d/.test(node) ? 'mlp' : 'other',
    edited: edited.has(node),
    change,
    value: signed(change),
    share: change / largest,
  }));
}
