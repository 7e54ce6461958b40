import type { SelfFinding, SelfReading, SelfWord } from '../analysis/self-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';

/** Both readings with their controls, where they cross, and what else was measured there. */
export function selfWords(finding: SelfFinding): string[] {
  const { token, position, crosses, lens, words } = finding;
  const settled = lens.settles === null ? 'only in the last state' : `from layer ${lens.settles} on`;
  return [
    `Token ${position}, ${quoted(token.text)}; the model goes on with ${quoted(finding.answer.text)} (${percent(finding.answer.prob)}).`,
    ...finding.readings.map(readingWords),
    crosses === null
      ? 'What it will say never stays clearly likelier than what it is.'
      : `From layer ${crosses} on what it will say is clearly likelier than what it is.`,
    `In the ${lens.name} lens the answer leads ${settled}.`,
    ...words.map(besideWords),
    ...(words.some(({ source }) => source === 'trace')
      ? []
      : ['No trace of this prompt in this thread: after .p/reflect.trace its leading nodes stand here too.']),
  ];
}

const NAMES = { is: 'What it is', says: 'What it will say' } as const;

function readingWords({ reading, target, strongest, shown, layers, unpatched }: SelfReading): string {
  const at = layers[shown];
  const [first] = at?.top ?? [];
  if (at === undefined || first === undefined) return '';
  const controls = `random ${percent(at.control.random)}, unpatched ${percent(at.control.unpatched)}`;
  const best = strongest === null ? undefined : layers[strongest];
  const found =
    best === undefined
      ? `${quoted(target.text)} exceeds its controls at no layer`
      : `${quoted(target.text)} is clearest at layer ${strongest}: ${percent(best.target)} (random ${percent(best.random)}, unpatched ${percent(unpatched.target)})`;
  const flag = at.given === null ? '' : ` A control gives the same word: it says nothing.`;
  return `${NAMES[reading]}: at layer ${shown} ${quoted(first.text)} ${percent(first.prob)} (${controls}). ${found}.${flag}`;
}

function besideWords({ beside, where, word, score, agrees }: SelfWord): string {
  const scored = score === undefined ? '' : `, score ${signed(score)}, writes`;
  return `${agrees ? '=' : '≠'} ${NAMES[beside].toLowerCase()}, beside ${where}${scored}: ${quoted(word.text)}.`;
}
