import type { ConflictFinding, Together } from '../analysis/conflict-finding.ts';
import type { Finding } from '../analysis/findings.ts';
import type { SamplesFinding } from '../analysis/samples-finding.ts';
import { signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { wordBars } from './samples-bars.ts';
import type { FollowersPanel, SamplesFigure, SharedBar } from './samples-figure.ts';
import { samplesFooter } from './samples-footer.ts';
import { type SideScale, samplesSide } from './samples-side.ts';
import { conflictOf, evidenceText, inQuotes, samplesWords } from './samples-words.ts';

/** Bars of a side, by what else is drawn. */
const BARS = { alone: 8, both: 5, conflict: 4 } as const;
/** Tokens of a strip that fit. */
const TOKENS = { alone: 13, both: 6 } as const;
/** As many more as there are bars fewer than `BARS.conflict`, at most. */
const FOLLOWERS = { least: 4, most: 6 } as const;
const WORDS = { alone: 5, both: 4 } as const;
/** A token's entropy is never drawn darker than by this scale, nats. */
const LEAST_SCALE = 2;

/**
 * The answers of a reply, without and with evidence.
 *
 * @throws {RangeError} when the reply holds no finding `samples`
 */
export function samplesFigure(reply: Reply<Finding>): SamplesFigure {
  const finding = findingOf(reply, 'samples');
  const conflict = conflictOf(reply);
  const both = finding.with !== null;
  const scale: SideScale = {
    layers: reply.model?.layers ?? 1,
    entropy: largestEntropy(finding),
    bars: conflict !== undefined ? BARS.conflict : both ? BARS.both : BARS.alone,
    tokens: both ? TOKENS.both : TOKENS.alone,
  };
  const quote = inQuotes(evidenceText(finding.with), 70);
  const sides = [
    samplesSide(finding.without, { heading: 'by itself', quote: '' }, scale, conflict),
    ...(finding.with === null
      ? []
      : [samplesSide(finding.with, { heading: 'with evidence', quote }, scale, conflict)]),
  ];
  return {
    kind: 'samples',
    title: title(finding, conflict),
    subtitle: subtitle(reply, finding),
    badge: { text: finding.form === 'chat' ? 'chat template' : 'plain text', tone: 'plain' },
    footer: samplesFooter(finding),
    alt: alt(samplesWords(reply)),
    sides,
    ...(conflict === undefined
      ? { words: wordsOf(finding) }
      : { followers: followersOf(conflict, Math.max(...sides.map(({ bars }) => bars.length))) }),
  };
}

const largestEntropy = (finding: SamplesFinding): number =>
  Math.max(
    LEAST_SCALE,
    ...[finding.without, finding.with].flatMap((side) =>
      (side?.answer.tokens ?? []).map(({ entropy }) => entropy),
    ),
  );

function title(finding: SamplesFinding, conflict: ConflictFinding | undefined): string {
  if (conflict !== undefined)
    return `${quoted(conflict.context.text, 16)} or ${quoted(conflict.memory.text, 16)}: evidence or memory?`;
  return finding.with === null ? 'Does the model know, or make it up?' : 'What does the evidence change?';
}

function subtitle({ model, prompt }: Reply<Finding>, { texts, temperature }: SamplesFinding): string {
  const what = `${inQuotes(prompt.text, 60)} · ${texts.length} answers at temperature ${temperature}`;
  return cut(model === null ? what : `${model.name} · ${what}`, 120);
}

const wordsOf = (finding: SamplesFinding): SharedBar[][] =>
  finding.with === null
    ? [wordBars(finding.without.next, WORDS.alone)]
    : [finding.without, finding.with].map(({ next }) => wordBars(next, WORDS.both));

/** Memory under the side by itself, the evidence under the other. */
function followersOf(conflict: ConflictFinding, bars: number): [FollowersPanel, FollowersPanel] {
  const rows = Math.min(FOLLOWERS.most, FOLLOWERS.least + BARS.conflict - bars);
  const context = conflict.components.filter(({ effect }) => effect > 0).slice(0, rows);
  const memory = [...conflict.components]
    .reverse()
    .filter(({ effect }) => effect < 0)
    .slice(0, rows);
  const most = Math.max(...[...context, ...memory].map(({ effect }) => Math.abs(effect)), 0) || 1;
  const panel = (
    tone: FollowersPanel['tone'],
    rows: ConflictFinding['components'],
    together: Together | null,
  ) => ({
    tone,
    heading: `follow ${tone === 'memory' ? 'memory' : 'the evidence'}: ${quoted(conflict[tone].text, 20)}`,
    rows: rows.map(({ id, effect }) => ({
      kind: id.startsWith('M') ? ('mlp' as const) : ('head' as const),
      name: id,
      value: signed(effect),
      share: effect / most,
    })),
    ...togetherOf(together),
  });
  return [
    panel('memory', memory, conflict.memoryTogether),
    panel('context', context, conflict.contextTogether),
  ];
}

function togetherOf(together: Together | null): Pick<FollowersPanel, 'together' | 'weak'> {
  if (together === null) return { together: 'none', weak: false };
  const { components, effect, random } = together;
  const weak = effect >= random.low && effect <= random.high;
  return {
    together: `${components.length} at once ${signed(effect)}, random sets ${signed(random.low)} to ${signed(random.high)}`,
    weak,
  };
}
