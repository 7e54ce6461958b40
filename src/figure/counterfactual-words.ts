import type { CounterfactualFinding, ReceiptFinding } from '../analysis/findings.ts';
import { percent } from './numbers.ts';

/** What the answer is held against: “France → Australia turns *Paris* into *Sydney*”. */
export function counterfactualWords({
  source,
  edits,
  original,
  answer,
  versions,
}: CounterfactualFinding): string {
  const [was, says] = [`*${original.text.trim()}*`, `*${answer.text.trim()}*`];
  if (source === 'corrupted mean')
    return `No clean counterfactual: ${was} is held against ${says} and the mean over ${versions} corrupted versions, which is weaker.`;
  const exchanged = edits.map(({ from, to }) => `${from.text.trim()} → ${to.text.trim()}`).join(', ');
  return answer.prob > original.after
    ? `${exchanged} turns ${was} into ${says} (${percent(answer.prob)}).`
    : `${exchanged} leaves ${was} ahead of ${says} (${percent(original.after)}).`;
}

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
  const alone = `${nodes.length} of ${ofNodes} nodes carry ${shareOf(sufficiency)} of the metric alone`;
  const without = necessity === null ? '' : `, ${shareOf(necessity)} is lost without them`;
  const beside = random.median === null ? '' : `; random sets like them carry ${shareOf(random.median)}`;
  const least = grow.nodes === null ? '' : ` ${grow.nodes} reach ${shareOf(grow.share)}.`;
  return `${alone}${without}${beside}.${least}`;
}

/** Unlike a probability it may lie outside 0 to 100 %, and is printed as it is. */
const shareOf = (share: number): string => `${Math.round(100 * share)} %`.replace('-', '−');
