/** Sampled answers that say the same, by their normalised words: nothing here knows what they mean. */
export interface AnswerCluster {
  /** The first of its answers, as it was written. */
  readonly text: string;
  /** Which of the samples, counting from 0. */
  readonly members: readonly number[];
  /** Share of the samples. */
  readonly p: number;
}

const ARTICLES = /^(?:(?:the|a|an)\s+)+/;
/** English words with which another clause begins. */
const GOES_ON = /\s(?:and|but|which|who|where|while|because)\s/u;

/**
 * What two answers are compared by: the first clause of the first line, lower case, without accents,
 * punctuation and leading articles. `the City of Paris, France.`, `city of Paris and its river` and
 * `city of Paris` are the same.
 */
export function normalisedAnswer(text: string): string {
  return clauseOf(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(GOES_ON, 1)
    .join()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(ARTICLES, '');
}

/** Up to the first comma, bracket, dash or end of a sentence; a comma or point within a number stays. */
export function clauseOf(text: string): string {
  const line = text.trimStart().split('\n')[0] ?? '';
  return (line.split(/[;:!?()[\]"“”]|[,.](?!\p{N})|\s[-–—]\s|—/u)[0] ?? '').trim();
}

/**
 * Answers by cluster, the largest first, equal ones in the order they were sampled. Answers without a
 * word (an ending at once) are one cluster.
 */
export function clusterAnswers(texts: readonly string[]): AnswerCluster[] {
  const members = new Map<string, number[]>();
  texts.forEach((text, i) => {
    const key = normalisedAnswer(text);
    members.set(key, [...(members.get(key) ?? []), i]);
  });
  return [...members.values()]
    .map((mine) => ({
      text: clauseOf(texts[mine[0] ?? 0] ?? ''),
      members: mine,
      p: mine.length / texts.length,
    }))
    .sort((a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0));
}
