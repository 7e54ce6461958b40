import { givenCounterfactual } from '../analysis/counterfactual.ts';
import { meanProbabilities } from '../analysis/other-answer.ts';
import type { Token } from '../kernel/ids.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { type Counterfactual, lastLogits, rivalIn } from './counterfactual-runs.ts';
import { counterfactualSame, counterfactualUnequal } from './errors.ts';

/**
 * The counterfactual a person gives, as it is. Where it does not turn the answer, the rival is its
 * runner-up and the finding says so.
 *
 * @throws {DispatchError} `counterfactual-unequal`, `counterfactual-same`
 */
export async function readCounterfactual(ask: Ask, answer: Token, text: string): Promise<Counterfactual> {
  const { runner, prompt, options } = ask;
  const tokens = await runner.tokenize(text, options);
  if (tokens.length !== prompt.tokens.length)
    throw counterfactualUnequal(prompt.tokens.length, tokens.length);
  if (tokens.every(({ id }, i) => id === prompt.tokens[i]?.id)) throw counterfactualSame();
  const rows = [prompt.tokens, tokens].map((row) => row.map(({ id }) => id));
  const logits = await lastLogits(ask, rows);
  const [before, after] = [0, 1].map((row) => meanProbabilities(oneRow(logits, row)));
  const finding = givenCounterfactual(prompt.tokens, {
    text,
    tokens,
    rows: rows.slice(1),
    answer: await rivalIn(ask, after ?? new Float32Array(0), answer),
    original: { ...answer, prob: before?.[answer.id] ?? 0, after: after?.[answer.id] ?? 0 },
  });
  return { finding, rows: rows.slice(1) };
}

const oneRow = (logits: Tensor, row: number): Tensor => {
  const { shape, data } = at(logits, row);
  return tensor([1, ...shape], data);
};
