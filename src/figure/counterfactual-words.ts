import type { CounterfactualFinding, ReceiptFinding } from '../analysis/findings.ts';
import { count, percent, shareOf } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';

/** Exchanged words that are named; of more the number is said. */
const NAMED = 3;

/** `counterfactualLine` as a sentence. */
export const counterfactualWords = (finding: CounterfactualFinding): string =>
  `${counterfactualLine(finding)}.`;

/** What the answer is held against: `France → Germany turns “Paris” into “Berlin” (79 %)`. */
export function counterfactualLine(finding: CounterfactualFinding): string {
  const { source, original, answer, versions } = finding;
  const [was, says] = [quoted(original.text), quoted(answer.text)];
  if (source === 'corrupted mean')
    return `No clean counterfactual: ${was} is held against ${says} and the mean over ${count(versions)} corrupted versions, which is weaker`;
  const s = finding.edits.length > 1 ? '' : 's';
  return answer.prob > original.after
    ? `${exchanged(finding)} turn${s} ${was} into ${says} (${percent(answer.prob)})`
    : `${exchanged(finding)} leave${s} ${was} (${percent(original.after)}) ahead of ${says} (${percent(answer.prob)})`;
}

function exchanged({ edits }: CounterfactualFinding): string {
  const named = edits.slice(0, NAMED).map(({ from, to }) => `${bare(from.text)} → ${bare(to.text)}`);
  const more = edits.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${count(more)} more` : named.join(', ');
}

const bare = (text: string): string => quoted(text).slice(1, -1);

/** What the drawn nodes carry, beside what random ones do. */
export function receiptWords({
  nodes,
  ofNodes,
  sufficiency,
  necessity,
  random,
  grow,
}: ReceiptFinding): string {
  if (sufficiency === null) return 'The counterfactual leaves the metric as it is: nothing was tested.';
  const alone = `${count(nodes.length)} of ${count(ofNodes)} nodes carry ${shareOf(sufficiency)} of the metric alone`;
  const without = necessity === null ? '' : `, ${shareOf(necessity)} is lost without them`;
  const beside = random.median === null ? '' : `; random sets like them carry ${shareOf(random.median)}`;
  const least = grow.nodes === null ? '' : ` ${count(grow.nodes)} reach ${shareOf(grow.share)}.`;
  return `${alone}${without}${beside}.${least}`;
}
