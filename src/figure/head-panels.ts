import type { Finding } from '../analysis/findings.ts';
import type { HeadFinding, WrittenLogit } from '../analysis/head-finding.ts';
import { signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import type { QkPanel, SignedPanel } from './head-figure.ts';

const WORDS = 3;
/** A second token that gets less of the look than this is not spoken of. */
const SPOKEN = 0.1;

/** The leading query and key parts behind the look at one token, and what all others add up to. */
export function whyPanel(reply: Reply<Finding>, { why, position, look }: HeadFinding): QkPanel {
  if (why === null)
    return { caption: 'has one token to look at: nothing to compare', columns: [], rows: [], note: '' };
  const { queries, keys, scores } = why.table;
  const whole = queries.length * keys.length === why.ofPairs; // nothing is left for the others
  const columns = keys.map(partName);
  const largest = Math.max(0, ...scores.flat().map(Math.abs)) || 1;
  const [asks, has] = [position, why.key].map((at) => quoted(reply.prompt.tokens[at]?.text ?? '', 12));
  const rested = look.sinks.reduce((sum, sink) => sum + (look.pattern[sink] ?? 0), 0);
  return {
    caption: `${rested > 0.5 ? 'off the sink,' : 'because'} ${has} scores ${signed(why.score)}, others ${signed(why.mean)}`,
    columns: whole ? columns : [...columns, OTHERS],
    rows: scores.slice(0, whole ? queries.length : undefined).map((row, i) => ({
      label: queries[i] === undefined ? OTHERS : partName(queries[i]),
      cells: row
        .slice(0, whole ? keys.length : undefined)
        .map((score) => ({ score, value: signed(score), share: score / largest })),
    })),
    note: `down: what ${asks} asks with · across: what ${has} has`,
  };
}

const OTHERS = 'others';

/** The words it raises and lowers most. */
export function writesPanel(reply: Reply<Finding>, finding: HeadFinding): SignedPanel {
  const { writes, position } = finding;
  const listed = [...writes.up.slice(0, WORDS), ...writes.down.slice(0, WORDS)];
  const largest = Math.max(0, ...listed.map(({ logit }) => Math.abs(logit))) || 1;
  const row = ({ token, logit }: WrittenLogit) => ({
    label: tokenLabel(token.text),
    score: logit,
    value: signed(logit),
    share: logit / largest,
  });
  return {
    caption: `writes, at ${quoted(reply.prompt.tokens[position]?.text ?? '', 14)}`,
    rows: listed.map(row),
    note: otherWords(reply, finding) ?? directWords(finding),
  };
}

/** What it would write for another token that it looks at. */
function otherWords(reply: Reply<Finding>, { writes, look }: HeadFinding): string | undefined {
  const other = writes.would.slice(1).find(({ position }) => (look.weighted[position] ?? 0) >= SPOKEN);
  if (other === undefined) return undefined;
  const text = quoted(reply.prompt.tokens[other.position]?.text ?? '', 12);
  return `from ${text} alone: ${other.up
    .slice(0, 3)
    .map(({ token }) => tokenLabel(token.text))
    .join(', ')}`;
}

const directWords = ({ writes: { direct } }: HeadFinding): string =>
  direct === null ? '' : `adds ${signed(direct)} directly; the rest goes through later layers`;

/** Parts as people read them: the embedding is the token itself, `B` the output biases of earlier layers. */
function partName(part: string): string {
  if (part === 'E') return 'token';
  return part === 'B' ? 'b_O' : part;
}
