import { largest } from '../../src/analysis/candidate-edits.ts';
import { meanProbabilities } from '../../src/analysis/other-answer.ts';
import { kindOf } from '../../src/analysis/word-kind.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { type Counterfactual, lastLogits } from '../../src/dispatch/counterfactual-runs.ts';
import { DispatchError } from '../../src/dispatch/errors.ts';
import { findCounterfactual } from '../../src/dispatch/find-counterfactual.ts';
import { readCounterfactual } from '../../src/dispatch/given-counterfactual.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import type { ModelFacts } from '../../src/kernel/model.ts';
import { noShelf } from '../../src/kernel/shelf.ts';
import { measureBaseline } from './measure-baseline.ts';
import type { TruthPrompt } from './prompt-set.ts';
import { type FoundResult, MODES, type PromptResult, type Said } from './result.ts';

const RANDOM_SETS = 20;
/** Nodes of a picture, as `reflect.trace` has it by default. */
const DRAWN = 40;

/**
 * Everything that docs/truth.md says of one prompt.
 *
 * @param before  an earlier result, whose part about the given counterfactual stands
 */
export async function measurePrompt(
  runner: Runner,
  model: ModelFacts,
  asked: TruthPrompt,
  sizes: readonly number[],
  before?: PromptResult,
): Promise<PromptResult> {
  const start = performance.now();
  const prompt = { text: asked.prompt, tokens: await runner.tokenize(asked.prompt) };
  const ask: Ask = { runner, model, prompt, seed: 0, shelf: noShelf, options: {} };
  const { token, said } = await answerTo(ask, asked.answers);
  const given = before?.given ?? (await measureGiven(ask, token, asked, sizes));
  const found = await findCounterfactual(ask, token);
  const isGiven = given?.measured !== undefined && found.finding.text === asked.counterfactual?.prompt;
  const plan = { modes: ['averaged'], sizes, randomSets: 0, drawn: DRAWN } as const;
  return {
    ...asked,
    tokens: prompt.tokens.length,
    says: said,
    isWord: kindOf(token.text) !== undefined,
    ...(given === undefined ? {} : { given }),
    found: foundResult(found),
    ...(isGiven ? {} : { withFound: await measureBaseline(ask, token, found, plan) }),
    seconds: (performance.now() - start) / 1000,
  };
}

async function measureGiven(
  ask: Ask,
  answer: Token,
  { counterfactual }: TruthPrompt,
  sizes: readonly number[],
): Promise<PromptResult['given']> {
  if (counterfactual === undefined) return undefined;
  try {
    const { text } = answer;
    const given = await readCounterfactual(ask, answer, counterfactual.prompt);
    const other: Ask = { ...ask, prompt: { text: counterfactual.prompt, tokens: given.finding.tokens } };
    const { said } = await answerTo(other, counterfactual.answers);
    if (said.text === text) return { says: said, refused: 'the answer stays the same' };
    const plan = { modes: MODES, sizes, randomSets: RANDOM_SETS, drawn: DRAWN };
    return { says: said, measured: await measureBaseline(ask, answer, given, plan) };
  } catch (error) {
    if (error instanceof DispatchError) return { refused: error.code };
    throw error;
  }
}

/** The likeliest next token, and whether it begins one of the right answers. */
async function answerTo(ask: Ask, answers: readonly string[]): Promise<{ token: Token; said: Said }> {
  const { runner, prompt } = ask;
  const probabilities = meanProbabilities(await lastLogits(ask, [prompt.tokens.map(({ id }) => id)]));
  const [best = 0] = largest(probabilities, 1);
  const [token] = await runner.describe([tokenId(best)]);
  if (token === undefined) throw new RangeError('a vocabulary of no token');
  const firsts = await Promise.all(answers.map(async (answer) => await firstToken(ask, answer)));
  const said = { text: token.text, prob: probabilities[best] ?? 0, right: firsts.includes(token.id) };
  return { token, said };
}

/** The token with which a text goes on after the prompt; none where it would merge with the prompt's end. */
async function firstToken({ runner, prompt }: Ask, answer: string): Promise<number | undefined> {
  const tokens = await runner.tokenize(prompt.text + answer);
  const goesOn = prompt.tokens.every(({ id }, i) => tokens[i]?.id === id);
  return goesOn ? tokens[prompt.tokens.length]?.id : undefined;
}

function foundResult({ finding }: Counterfactual): FoundResult {
  const { source, text, edits, answer, original, rank, tried } = finding;
  const kind = kindOf(original.text);
  return {
    source: source === 'auto' ? 'auto' : 'corrupted mean',
    text,
    edits: edits.map(({ from, to }) => `${from.text} → ${to.text}`),
    says: answer.text,
    prob: answer.prob,
    before: original.prob,
    after: original.after,
    rank,
    tried,
    sameKind: answer.id !== original.id && kind !== undefined && kindOf(answer.text) === kind,
  };
}
