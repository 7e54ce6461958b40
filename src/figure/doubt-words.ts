import type { Finding, ReceiptFinding } from '../analysis/findings.ts';
import { shareOf } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Doubt } from './attribution-figure.ts';

/** Sufficiency below which nodes do not explain the answer, and what random sets may reach. */
const DOUBTFUL = 0.6;
const EASY = 0.3;
/** Correlation below which scores are not to be read as effects. */
const LOOSE = 0.8;

interface Doubts {
  /** Against the picture, the gravest first. */
  readonly grave: readonly string[];
  /** Reasons to trust it less. */
  readonly less: readonly string[];
}

function doubtsOf({ findings }: Reply<Finding>): Doubts {
  const receipt = findings.find((finding) => finding.kind === 'receipt');
  const graph = findings.find((finding) => finding.kind === 'attribution');
  const r = graph?.agreement?.r ?? null;
  return {
    grave: receipt === undefined ? [] : low(receipt),
    less: [
      ...(receipt === undefined ? [] : easy(receipt)),
      ...(r !== null && r < LOOSE
        ? [`scores are not effects here (r ${r.toFixed(2).replace('-', '−')})`]
        : []),
    ],
  };
}

function low({ sufficiency }: ReceiptFinding): string[] {
  if (sufficiency === null) return ['do not trust this picture: nothing could be tested'];
  return sufficiency < DOUBTFUL
    ? [`do not trust this picture: the nodes shown carry ${shareOf(sufficiency)}`]
    : [];
}

const easy = ({ random: { p95 } }: ReceiptFinding): string[] =>
  p95 !== null && p95 > EASY ? [`random nodes carry up to ${shareOf(p95)}`] : [];

/** As a band: `Do not trust this picture: the nodes shown carry 31 %`, `no clean counterfactual: weaker`. */
export function doubtOf(reply: Reply<Finding>): Doubt | undefined {
  const { grave, less } = doubtsOf(reply);
  const corrupted = reply.findings.some(
    (finding) => finding.kind === 'counterfactual' && finding.source === 'corrupted mean',
  );
  const [first, ...rest] = [...grave, ...(corrupted ? ['no clean counterfactual: weaker'] : []), ...less];
  return first === undefined ? undefined : { parts: [capital(first), ...rest], grave: grave.length > 0 };
}

/** As sentences; what the counterfactual is, its own sentence says. */
export function doubtWords(reply: Reply<Finding>): string {
  const { grave, less } = doubtsOf(reply);
  return [...grave, ...less].map((doubt) => `${capital(doubt)}.`).join(' ');
}

/** One line over a picture: the gravest, and how many more the answer's words say. @param doubts  one at least */
export const distrust = ([first = '', ...rest]: readonly string[]): string =>
  `Do not trust this: ${first}${rest.length > 0 ? `, and ${rest.length} more` : ''}`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
