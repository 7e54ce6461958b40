import type { Finding } from '../analysis/findings.ts';
import { signed } from '../kernel/numbers.ts';
import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';

interface ScoredHead {
  readonly head: string;
  readonly score: number;
  readonly unit: 'logits' | 'nats';
}

/** Findings whose heads may be asked about; of these the first that a reply has, since scores of two kinds do not compare. */
const ORDER = ['attribution', 'branches', 'intervention', 'head', 'attention', 'roles'] as const;

/** Heads of what is shown, the strongest |score| first, each once. */
export function headPicks({ findings }: Reply<Finding>): Pick[] {
  const kind = ORDER.find((each) => findings.some((finding) => finding.kind === each));
  const scored = findings.flatMap((finding) => (finding.kind === kind ? headsOf(finding) : []));
  const ordered = scored.sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  return ordered
    .filter(({ head }, i) => ordered.findIndex((other) => other.head === head) === i)
    .map(({ head, score, unit }) => ({
      action: 'head',
      argument: head,
      label: head,
      note: `${signed(score)} ${unit}`,
    }));
}

function headsOf(finding: Finding): ScoredHead[] {
  switch (finding.kind) {
    case 'attribution':
      return finding.nodes.flatMap(({ id, score }) => scored(id, score));
    case 'branches':
      return finding.branches.flatMap(({ drivers }) =>
        drivers.flatMap(({ node, effect }) => scored(node, effect)),
      );
    case 'intervention':
      return finding.parts.flatMap(({ node, change }) => scored(node, change));
    case 'head':
      return [
        ...scored(finding.head, finding.effect.here),
        ...finding.effect.control.flatMap(({ head, here }) => scored(head, here)),
      ];
    case 'attention':
      return finding.heads.flatMap(({ head, score }) => scored(head, score));
    case 'roles':
      return finding.heads
        .filter(({ role }) => role !== 'none')
        .flatMap(({ head, effect }) => scored(head, effect, 'nats'));
    default:
      return [];
  }
}

/** `L5H1@7` is head `L5H1`; what is no single head (`M5@7`, `E@3`, `L*H*@7`) is left out. */
function scored(node: string, score: number, unit: ScoredHead['unit'] = 'logits'): ScoredHead[] {
  const head = /^(L\d+H\d+)(?:@\d+)?$/.exec(node)?.[1];
  return head === undefined ? [] : [{ head, score, unit }];
}
