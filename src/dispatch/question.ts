import type { Metric, NextFinding } from '../analysis/findings.ts';
import { metricOf } from '../analysis/metric.ts';
import type { Token } from '../kernel/ids.ts';
import { againstOf } from './against.ts';
import { chooseToken } from './choose-token.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { answerIsRival } from './errors.ts';
import { findCounterfactual } from './find-counterfactual.ts';
import { readCounterfactual } from './given-counterfactual.ts';

/** Why this word rather than that, held against what. */
export interface Question {
  readonly metric: Metric;
  readonly counterfactual: Counterfactual;
}

export interface QuestionAsk {
  /** The next token to explain; `auto` the likeliest. */
  readonly token: string;
  readonly against: string;
  /** The rival is the runner-up of the prompt itself, not what the counterfactual makes the model say. */
  readonly runnerUp: boolean;
}

/**
 * @param logits  of the answering position, `[vocab]`
 * @throws {DispatchError} `answer-is-rival`, `token-not-found`, `counterfactual-unequal`,
 *   `counterfactual-same`, `nothing-to-edit`
 */
export async function readQuestion(
  ask: Ask,
  says: NextFinding,
  logits: Float32Array,
  asked: QuestionAsk,
): Promise<Question> {
  const against = againstOf(asked.against, ask.prompt);
  const answer = asked.token === 'auto' ? says.token : await chooseToken(ask, asked.token, logits);
  const named = against.kind === 'rival' ? await chooseToken(ask, against.text, logits) : undefined;
  if (named?.id === answer.id) throw answerIsRival(answer);
  const counterfactual =
    against.kind === 'prompt'
      ? await readCounterfactual(ask, answer, against.text)
      : await findCounterfactual(ask, answer, named);
  const runnerUp = asked.runnerUp ? says.top.find(({ id }) => id !== answer.id) : undefined;
  const rival = against.kind === 'none' ? undefined : (named ?? runnerUp ?? counterfactual.finding.answer);
  return { metric: metricOf(logits, ask.prompt.tokens.length - 1, answer, bare(rival)), counterfactual };
}

const bare = (token: Token | undefined): Token | undefined => token && { id: token.id, text: token.text };
