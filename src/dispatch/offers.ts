import { largest, type Offer } from '../analysis/candidate-edits.ts';
import { editablePositions } from '../analysis/editable.ts';
import { blockHook } from '../kernel/hooks.ts';
import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';

/** Neighbours looked at for the few of a word's own kind. */
const NEIGHBOURS = 80;
/** Guesses of the model looked at, likewise. */
const GUESSES = 40;

/** For each word of the prompt that may be exchanged, what could stand there. */
export async function offersFor(ask: Ask): Promise<Offer[]> {
  const { runner, prompt, options } = ask;
  const positions = editablePositions(prompt.tokens);
  const words = positions.flatMap((position) => prompt.tokens[position]?.id ?? []);
  const cosines = await runner.similarities(words, 'embedding', options);
  const guesses = await guessesFor(ask);
  const near = positions.map((_, i) => largest(at(cosines, i).data, NEIGHBOURS));
  const texts = await textsOf(ask, near.flat().map(tokenId));
  return positions.map((position, i) => ({
    position,
    near: (near[i] ?? []).map(tokenId).map((id) => ({ id, text: texts.get(id) ?? '' })),
    likely: position === 0 ? [] : (guesses[position - 1] ?? []),
    likeness: (id) => at(cosines, i).data[id] ?? 0,
  }));
}

/** What the model expects after each token of the prompt, likeliest first. */
async function guessesFor({ runner, model, prompt, options }: Ask): Promise<Token[][]> {
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const { hooks } = await runner.trace({ tokens: prompt.tokens.map(({ id }) => id), hooks: [last] }, options);
  const states = hooks.get(last)?.data ?? new Float32Array(0);
  const read = await runner.readout(
    tensor([prompt.tokens.length, model.width], states),
    { top: GUESSES },
    options,
  );
  return read.top.map((row) => row.map(({ token }) => token));
}

/** Texts of token ids, each asked for once. */
export async function textsOf(
  { runner, options }: Ask,
  ids: readonly TokenId[],
): Promise<ReadonlyMap<TokenId, string>> {
  const tokens = await runner.describe([...new Set(ids)], options);
  return new Map(tokens.map(({ id, text }) => [id, text]));
}
