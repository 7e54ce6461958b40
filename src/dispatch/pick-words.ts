import { editablePositions } from '../analysis/editable.ts';
import type { Finding } from '../analysis/findings.ts';
import type { SaidToken } from '../analysis/said-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';

/**
 * Words of a said answer, in their order: its content words. Where there are more than fit, those it was
 * least sure of.
 */
export function wordPicks({ findings }: Reply<Finding>, most: number): Pick[] {
  return findings.flatMap((finding) => (finding.kind === 'said' ? wordsOf(finding.tokens, most) : []));
}

function wordsOf(tokens: readonly SaidToken[], most: number): Pick[] {
  const askable = editablePositions(tokens).flatMap((position) => {
    const token = tokens[position];
    return token === undefined ? [] : [{ position, token }];
  });
  const chosen = [...askable].sort((a, b) => a.token.prob - b.token.prob).slice(0, most);
  return chosen
    .sort((a, b) => a.position - b.position)
    .map(({ position, token }) => ({
      action: 'word',
      argument: String(position),
      label: `Why ${quoted(token.text)}?`,
      note: noteOf(token),
    }));
}

const noteOf = ({ prob, rival }: SaidToken): string =>
  rival === undefined ? percent(prob) : `${percent(prob)}, else ${quoted(rival.text)} ${percent(rival.prob)}`;
