import type { ConflictFinding } from '../analysis/conflict-finding.ts';
import { metricOf } from '../analysis/metric.ts';
import { meanProbabilities } from '../analysis/other-answer.ts';
import { isSameWord } from '../analysis/word-kind.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import { at } from '../kernel/tensor.ts';
import type { AnswerPrompt } from './answer-prompts.ts';
import type { Ask } from './command.ts';
import type { Rivals } from './conflict-words.ts';
import { lastLogits, promptOfRow, rivalIn } from './counterfactual-runs.ts';
import { findCounterfactual } from './find-counterfactual.ts';

export interface ConflictBaseline {
  readonly rows: readonly (readonly TokenId[])[];
  readonly finding: ConflictFinding['baseline'];
}

/**
 * A text in which neither answer has a ground: the question asks about another subject, so memory
 * would say something else, and the evidence states that subject's own value, so the context does too.
 * Where no clean subject is found, corrupted versions of the whole text.
 *
 * @throws {DispatchError} `nothing-to-edit`
 */
export async function conflictBaseline(
  ask: Ask,
  { withIt, without }: { readonly withIt: AnswerPrompt; readonly without: AnswerPrompt },
  rivals: Rivals,
): Promise<ConflictBaseline> {
  const { finding } = await findCounterfactual({ ...ask, prompt: without }, rivals.memory);
  const [edit] = finding.edits;
  if (finding.source !== 'auto' || edit === undefined) return corrupted(ask, withIt, rivals);
  const value = await otherValue({ ...ask, prompt: without }, finding, rivals);
  const exchange = new Map([
    [edit.from.id, edit.to],
    [rivals.context.id, value],
  ]);
  const edits = withIt.tokens.flatMap((from, position) => {
    const to = exchange.get(from.id);
    return to === undefined ? [] : [{ position, from, to: { id: to.id, text: to.text } }];
  });
  const row = withIt.tokens.map(({ id }) => exchange.get(id)?.id ?? id);
  return described({ ...ask, prompt: withIt }, [row], rivals, { source: 'auto', edits });
}

/** The other subject's own value, or the likeliest of its kind that neither answer is. */
async function otherValue(
  ask: Ask,
  { answer, rows }: { readonly answer: Token; readonly rows: readonly (readonly TokenId[])[] },
  { context, memory }: Rivals,
): Promise<Token> {
  const taken = ({ text }: Token) => isSameWord(text, context.text) || isSameWord(text, memory.text);
  if (!taken(answer)) return answer;
  return rivalIn(ask, meanProbabilities(await lastLogits(ask, rows)), answer);
}

async function corrupted(ask: Ask, withIt: AnswerPrompt, rivals: Rivals): Promise<ConflictBaseline> {
  const there = { ...ask, prompt: withIt };
  const { rows, finding } = await findCounterfactual(there, rivals.context, rivals.memory);
  return described(there, rows, rivals, {
    source: finding.source === 'corrupted mean' ? 'corrupted mean' : 'auto',
    edits: finding.edits,
  });
}

async function described(
  ask: Ask,
  rows: readonly (readonly TokenId[])[],
  { context, memory }: Rivals,
  facts: Pick<ConflictFinding['baseline'], 'source' | 'edits'>,
): Promise<ConflictBaseline> {
  const logits = await lastLogits(ask, rows);
  const position = ask.prompt.tokens.length - 1;
  const each = rows.map((_, row) => metricOf(at(logits, row, 0).data, position, context, memory).value);
  const { text } = await promptOfRow(ask, rows[0] ?? []);
  const metric = each.reduce((sum, value) => sum + value, 0) / each.length;
  return { rows, finding: { ...facts, text, metric, versions: rows.length } };
}
