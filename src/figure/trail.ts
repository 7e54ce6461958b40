import type { LensFinding } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';
import { tokenLabel } from '../kernel/token-label.ts';

/** How likely a few words are at every depth of one position: the wave trail. */
export interface Trail {
  /** Half-layers in depth order: `emb`, `L0 mid`, `L0`, … */
  readonly depths: readonly string[];
  readonly words: readonly TrailWord[];
  /** Index into `depths` from which the answer leads for good; null when only the last state has it. */
  readonly settled: number | null;
}

export interface TrailWord {
  readonly label: string;
  /** Probability per depth; null where the lens did not list the word. */
  readonly probs: readonly (number | null)[];
  /** The same by the plain logit lens, where `probs` are another's. */
  readonly plain?: readonly number[];
}

type Rows = LensFinding['rows'];

/**
 * The trail of one word through the depths of a position, and of the words that led on the way.
 *
 * @param followed  the explained token, whose probability the rows carry as `answer`; without one, the
 *                  final answer is followed, where the rows carry or list it
 * @param most      words besides, of those that led somewhere, by their probability over all depths
 * @returns undefined when the lens did not read this position
 */
export function trailOf(
  lens: LensFinding,
  position: number,
  most: number,
  followed?: Token,
): Trail | undefined {
  const rows = lens.rows.filter((row) => row.position === position);
  const settle = lens.settles.find((s) => s.position === position);
  if (rows.length === 0 || settle === undefined) return undefined;
  const known = followed ?? (carriesFinal(rows) ? settle.answer : undefined);
  const answer = known ?? settle.answer;
  const plain = lens.plain?.rows
    .filter((row) => row.position === position)
    .flatMap((row) => row.answer ?? []);
  const beside = known !== undefined && plain?.length === rows.length ? { plain } : {};
  const rivals = leaders(rows)
    .filter(({ id }) => id !== answer.id)
    .slice(0, most);
  return {
    depths: rows.map(({ hook }) => depthName(hook)),
    words: [
      {
        label: tokenLabel(answer.text),
        probs: rows.map((row) => listed(row, answer) ?? (known && row.answer) ?? null),
        ...beside,
      },
      ...rivals.map((rival) => ({
        label: tokenLabel(rival.text),
        probs: rows.map((row) => listed(row, rival) ?? null),
      })),
    ],
    settled: settledIndex(rows, answer),
  };
}

/** Whether the word whose probability every row carries is the final answer. */
function carriesFinal(rows: Rows): boolean {
  const last = rows.at(-1);
  return last?.answer !== undefined && last.answer === last.top[0]?.prob;
}

/** `blocks.3.hook_resid_mid` is `L3 mid`: after attention, before the MLP. */
export function depthName(hook: string): string {
  const [, layer, place] = /^blocks\.(\d+)\.hook_resid_(\w+)$/.exec(hook) ?? [];
  if (layer === undefined) return 'emb';
  return place === 'mid' ? `L${layer} mid` : `L${layer}`;
}

/** First row from which the answer leads in every later row; null when that is the last row only. */
export function settledIndex(rows: Rows, answer: Token): number | null {
  const first = rows.findLastIndex(({ top }) => top[0]?.id !== answer.id) + 1;
  return first > rows.length - 2 && rows.length > 1 ? null : first;
}

const listed = ({ top }: Rows[number], word: Token): number | undefined =>
  top.find(({ id }) => id === word.id)?.prob;

/** Words that led at some depth, by the probability they had in all. */
function leaders(rows: Rows): Token[] {
  const led = new Map(rows.flatMap(({ top: [first] }) => (first === undefined ? [] : [[first.id, first]])));
  const summed = [...led.values()].map((word) => ({
    word,
    sum: rows.reduce((sum, row) => sum + (listed(row, word) ?? 0), 0),
  }));
  return summed.sort((a, b) => b.sum - a.sum).map(({ word }) => word);
}
