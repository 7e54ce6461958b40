import type { Token } from '../kernel/ids.ts';
import type { CounterfactualFinding } from './findings.ts';
import { cleanRank, type RankedEdit } from './rank-edits.ts';

type Facts = Pick<CounterfactualFinding, 'text' | 'tokens' | 'answer' | 'original' | 'tried' | 'rows'>;

const UNIT = 'probability, 0 to 1';

/** One edit, found by itself. */
export function foundCounterfactual(
  { position, from, to, rank }: RankedEdit,
  facts: Facts,
): CounterfactualFinding {
  return {
    kind: 'counterfactual',
    method:
      'best of one-token edits by (p(b) − p(a)) · √cos(answers) · √cos(words exchanged), from embedding neighbours, the model’s own guesses and the prompt’s words',
    unit: UNIT,
    control: `best of ${facts.tried} edits that were run`,
    caveats: [],
    source: 'auto',
    edits: [{ position, from, to }],
    rank,
    versions: 1,
    ...facts,
  };
}

/** A prompt of the same length, given by the person. */
export function givenCounterfactual(
  prompt: readonly Token[],
  facts: Omit<Facts, 'tried'>,
): CounterfactualFinding {
  const { answer, original } = facts;
  const turned = answer.prob > original.after;
  return {
    kind: 'counterfactual',
    method: 'given',
    unit: UNIT,
    control: 'run once',
    caveats: turned
      ? []
      : [
          `The given counterfactual does not turn the answer: ${quoted(original)} stays ahead (${share(original.after)}). Its rival is the runner-up ${quoted(answer)}, and every score is weaker for it.`,
        ],
    source: 'given',
    edits: differences(prompt, facts.tokens),
    rank: Math.max(0, answer.prob - original.after),
    tried: 1,
    versions: 1,
    ...facts,
  };
}

/**
 * No edit was clean: nodes are held against their mean over corrupted versions of the prompt.
 *
 * @param best  the best edit that was tried and refused, if any turned the answer
 */
export function corruptedMean(
  prompt: readonly Token[],
  best: RankedEdit | undefined,
  facts: Facts & { readonly versions: number },
): CounterfactualFinding {
  const tried =
    best === undefined
      ? `none of ${facts.tried} edits turns ${quoted(facts.original)} into another answer of its kind`
      : `the best of ${facts.tried} edits, ${best.from.text.trim()} → ${best.to.text.trim()}, makes the model say ${quoted(best.says)} with ${share(best.prob)} (rank ${best.rank.toFixed(2)}, ${cleanRank(facts.original.prob).toFixed(2)} is wanted)`;
  return {
    kind: 'counterfactual',
    method: `mean over ${facts.versions} corrupted versions at the same positions`,
    unit: UNIT,
    control: `${facts.tried} one-token edits that were run and refused`,
    caveats: [
      `No clean counterfactual: ${tried}. Nodes are held against the mean over ${facts.versions} corrupted versions of the prompt instead, which is weaker. A prompt of equal length can be given with against="…".`,
    ],
    source: 'corrupted mean',
    edits: differences(prompt, facts.tokens),
    rank: best?.rank ?? 0,
    ...facts,
  };
}

function differences(prompt: readonly Token[], other: readonly Token[]): CounterfactualFinding['edits'] {
  return prompt.flatMap((from, position) => {
    const to = other[position];
    return to === undefined || to.id === from.id ? [] : [{ position, from, to }];
  });
}

const quoted = ({ text }: Token): string => `“${text.trim() === '' ? text : text.trim()}”`;
const share = (prob: number): string => prob.toFixed(2);
