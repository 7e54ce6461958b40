import type { Finding } from '../analysis/findings.ts';
import type { ScaffoldAnchor, ScaffoldFinding } from '../analysis/scaffold-finding.ts';
import { count, percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, printable, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { distrust } from './doubt-words.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';
import type { ScaffoldFigure, ScaffoldRow } from './scaffold-figure.ts';
import { scaffoldWords, weightText } from './scaffold-words.ts';
import { effectText, rText } from './web-words.ts';

/** Rows that can be read on one card. */
const ROWS = 12;

/**
 * The anchors of a channel; nothing where there is none. Where more than {@link ROWS} are, those that moved
 * the answer most, else the heaviest.
 *
 * @throws {RangeError} when the reply holds no scaffold finding
 */
export function scaffoldFigure(reply: Reply<Finding>): ScaffoldFigure | undefined {
  const scaffold = findingOf(reply, 'scaffold');
  const { anchors, answer, faded } = scaffold;
  if (anchors.length === 0) return undefined;
  const shown = shownOf(anchors);
  const largest = Math.max(0, ...anchors.map(({ effect = 0 }) => Math.abs(effect)));
  return {
    kind: 'scaffold',
    title:
      answer === null
        ? 'What does the model keep in mind here?'
        : `Which anchor moved ${quoted(answer.text, 36)}?`,
    subtitle: subtitleOf(scaffold, shown.length),
    footer: footerOf(scaffold),
    alt: alt(scaffoldWords(scaffold)),
    rows: shown.map((anchor) => rowOf(anchor, faded, largest)),
    faded,
    ...(answer === null ? {} : { scale: `${largest.toFixed(1)} nats` }),
  };
}

function shownOf(anchors: readonly ScaffoldAnchor[]): readonly ScaffoldAnchor[] {
  if (anchors.length <= ROWS) return anchors;
  const worth = ({ effect = 0, weight }: ScaffoldAnchor): number => Math.abs(effect) * 1e3 + weight;
  const leading = new Set([...anchors].sort((a, b) => worth(b) - worth(a)).slice(0, ROWS));
  return anchors.filter((anchor) => leading.has(anchor));
}

function rowOf(anchor: ScaffoldAnchor, faded: number, largest: number): ScaffoldRow {
  const { name, text, weight, turns, persistence, effect, error = null, moved = false } = anchor;
  const answers = `${count(turns)} ${turns === 1 ? 'answer' : 'answers'}`;
  return {
    name: plain(name, 40) || '∅',
    text: plain(text, 120) || '∅',
    weight,
    weightText: weightText(weight),
    age: `${answers} at ${weightText(persistence)}`,
    isFaded: weight < faded,
    ...(effect === undefined
      ? {}
      : {
          effect: {
            share: largest === 0 ? 0 : effect / largest,
            error: largest === 0 ? 0 : (error ?? 0) / largest,
            text: effectText({ effect, error }),
            moved,
          },
        }),
  };
}

function subtitleOf({ anchors, answer, faded }: ScaffoldFinding, shown: number): string {
  const doubts = answer?.doubts ?? [];
  if (doubts.length > 0) return distrust(doubts);
  const of = shown < anchors.length ? `${count(shown)} of ${count(anchors.length)}` : count(anchors.length);
  const what = `${of} ${anchors.length === 1 ? 'anchor' : 'anchors'}`;
  return answer === null
    ? `${what}; below a weight of ${weightText(faded)} one enters no answer`
    : `${what}; effect = nats of log-odds that seeing it adds to the answer`;
}

function footerOf({ answer, method }: ScaffoldFinding): FooterFact[] {
  if (answer === null) return [{ label: method, value: '' }];
  const { r, prob, probAlone } = answer;
  return [
    r === null
      ? { label: 'exact: all combinations run', value: '' }
      : {
          label: 'fit on unseen masks',
          value: rText(r),
          bar: Math.max(0, r),
          tone: r < 0.9 ? 'warn' : 'good',
        },
    { label: 'answer with all', value: percent(prob) },
    { label: 'with none', value: percent(probAlone) },
  ];
}

const plain = (text: string, most: number): string => cut(printable(text.replace(/\s+/g, ' ').trim()), most);
