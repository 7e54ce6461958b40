import type { AnswerCluster } from '../analysis/answer-clusters.ts';
import type { ConflictFinding } from '../analysis/conflict-finding.ts';
import type { NextWord } from '../analysis/samples-finding.ts';
import { percent } from '../kernel/numbers.ts';
import { cut, isolate, tokenLabel } from '../kernel/token-label.ts';
import type { BarTone, SharedBar } from './samples-figure.ts';

const LABEL = 40;

/** An answer as a label; nothing at all has its words. */
export const answerLabel = (text: string, most = LABEL): string =>
  text.trim() === '' ? '(no word)' : isolate(cut(tokenLabel(text.trim()), most));

/**
 * Clusters as bars, the largest first; what does not fit is one bar.
 *
 * @param most  bars at most
 */
export function clusterBars(
  clusters: readonly AnswerCluster[],
  most: number,
  conflict: ConflictFinding | undefined,
): SharedBar[] {
  const total = clusters.reduce((sum, { members }) => sum + members.length, 0);
  const shown = clusters.length <= most ? clusters : clusters.slice(0, most - 1);
  const left = clusters.slice(shown.length);
  const bars = shown.map(
    ({ text, members, p }, i): SharedBar => ({
      label: answerLabel(text),
      share: p,
      value: `${members.length} of ${total}`,
      tone: toneOf(text, i, conflict),
    }),
  );
  if (left.length === 0) return bars;
  const members = left.reduce((sum, cluster) => sum + cluster.members.length, 0);
  const rest = { label: `${left.length} other answers`, share: members / total, tone: 'rest' } as const;
  return [...bars, { ...rest, value: `${members} of ${total}` }];
}

/** Likeliest next words as bars, and all others as one. */
export function wordBars({ top }: NextWord, most: number): SharedBar[] {
  const shown = top.slice(0, most);
  const rest = 1 - shown.reduce((sum, { prob }) => sum + prob, 0);
  const bars = shown.map(
    ({ text, prob }, i): SharedBar => ({
      label: isolate(cut(tokenLabel(text), 24)),
      share: prob,
      value: percent(prob),
      tone: i === 0 ? 'lead' : 'plain',
    }),
  );
  const share = Math.max(0, rest);
  return [...bars, { label: 'other words', share, value: percent(share), tone: 'rest' }];
}

function toneOf(text: string, place: number, conflict: ConflictFinding | undefined): BarTone {
  if (conflict === undefined) return place === 0 ? 'lead' : 'plain';
  if (begins(text, conflict.context.text)) return 'context';
  return begins(text, conflict.memory.text) ? 'memory' : 'plain';
}

const begins = (text: string, word: string): boolean =>
  text.trim().toLowerCase().startsWith(word.trim().toLowerCase());
