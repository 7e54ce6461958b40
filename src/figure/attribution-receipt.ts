import type { AttributionFinding, ReceiptFinding } from '../analysis/findings.ts';
import { count, shareOf } from '../kernel/numbers.ts';
import type { FooterFact } from './figure-base.ts';

/** Between these a bar is green; far beyond 1 other nodes work against the drawn ones. Below the last it warns. */
const GOOD = { from: 0.8, to: 1.25 } as const;
const LOW = 0.6;

/** The receipt as facts below the picture: what the drawn nodes carry alone, and what is lost without them. */
export function receiptFacts(receipt: ReceiptFinding, { agreement }: AttributionFinding): FooterFact[] {
  const { sufficiency, necessity, random } = receipt;
  const r = agreement?.r ?? null;
  return [
    { ...bar('sufficiency', sufficiency), ...(random.p95 === null ? {} : { tick: random.p95 }) },
    bar('necessity', necessity),
    { label: sizeWords(receipt), value: '' },
    ...(r === null ? [] : [{ label: 'effects r', value: r.toFixed(2).replace('-', '−') }]),
  ];
}

const bar = (label: string, share: number | null): FooterFact =>
  share === null
    ? { label, value: 'not tested', tone: 'warn' }
    : { label, value: shareOf(share), bar: share, tone: toneOf(share) };

const toneOf = (share: number): NonNullable<FooterFact['tone']> =>
  share < LOW ? 'warn' : share >= GOOD.from && share <= GOOD.to ? 'good' : 'plain';

function sizeWords({ nodes, ofNodes, grow }: ReceiptFinding): string {
  const size = `${count(nodes.length)} of ${count(ofNodes)} nodes`;
  return grow.nodes === null ? size : `${size}, ${count(grow.nodes)} reach ${shareOf(grow.share)}`;
}
