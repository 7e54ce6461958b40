import type { ScaffoldAnchor, ScaffoldFinding } from '../analysis/scaffold-finding.ts';
import { count, percent } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';
import { effectText, rText } from './web-words.ts';

/** Anchors told one by one. */
const TOLD = 8;

/** What is kept in mind, and what it did where that was measured. */
export function scaffoldWords(scaffold: ScaffoldFinding): string[] {
  const { anchors, answer, changed, faded } = scaffold;
  const done = changed === null ? [] : [`The anchor ${quoted(changed.name, 40)} is ${DONE[changed.how]}.`];
  if (answer !== null) return [...done, ...measuredWords(anchors, answer)];
  if (anchors.length === 0) return [...done, 'The model keeps nothing in mind in this channel.'];
  const told = anchors.slice(0, TOLD).map((anchor) => standingWords(anchor, faded));
  const more = anchors.length - TOLD;
  return [...done, `Kept in mind here: ${told.join('; ')}${more > 0 ? `; and ${count(more)} more` : ''}.`];
}

const DONE = {
  set: 'set',
  'set anew': 'set anew, and begins with its whole weight',
  dropped: 'dropped',
} as const;

function standingWords({ name, text, weight, turns }: ScaffoldAnchor, faded: number): string {
  const since =
    turns === 0 ? 'no answer since' : `${count(turns)} ${turns === 1 ? 'answer' : 'answers'} since`;
  const gone = weight < faded ? ', faded: it enters no more' : '';
  return `${quoted(name, 40)} (${quoted(text, 60)}, weight ${weightText(weight)}, ${since}${gone})`;
}

function measuredWords(
  anchors: readonly ScaffoldAnchor[],
  answer: NonNullable<ScaffoldFinding['answer']>,
): string[] {
  const measured = anchors.filter(({ effect }) => effect !== undefined);
  const moved = strongest(measured.filter((anchor) => anchor.moved));
  const rest = measured.length - moved.length;
  return [
    moved.length === 0
      ? `None of ${count(measured.length)} anchors moved ${quoted(answer.text, 40)} beyond its error.`
      : `What moved ${quoted(answer.text, 40)}: ${moved.slice(0, TOLD).map(effectWords).join('; ')} nats of log-odds.`,
    ...(moved.length > 0 && rest > 0 ? [`${count(rest)} others did little.`] : []),
    answer.r === null
      ? 'All combinations of the anchors were run.'
      : `On masks that the fit did not see it goes with the model at ${rText(answer.r)}.`,
    `With all anchors the answer has ${percent(answer.prob)}, with none ${percent(answer.probAlone)}.`,
    ...(answer.doubts.length === 0 ? [] : [`Beware: ${answer.doubts.join('; ')}.`]),
  ];
}

const strongest = (anchors: readonly ScaffoldAnchor[]): ScaffoldAnchor[] =>
  [...anchors].sort((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));

const effectWords = ({ name, effect = 0, error = null }: ScaffoldAnchor): string =>
  `${quoted(name, 40)} ${effectText({ effect, error })}`;

/** `.78`; `1.00` */
export const weightText = (weight: number): string => weight.toFixed(2).replace(/^0/, '');
