import type { IdentityPrompt } from '../analysis/identity-prompt.ts';
import type { ReadingName } from '../analysis/self-finding.ts';
import type { SelfRuns } from '../analysis/self-reading.ts';
import type { TokenId } from '../kernel/ids.ts';
import { at, norm, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';

/** Logits held at once, of all rows together: 64 MB. */
const MOST_LOGITS = 16e6;

/** Runs of an identity prompt wait for nothing but these. */
export type SelfAsk = Pick<Ask, 'runner' | 'model' | 'options'>;

/** An identity prompt as tokens, and where the placeholder stands. */
export interface PlacedPrompt {
  readonly tokens: readonly TokenId[];
  readonly position: number;
}

/**
 * `is`: the whole prompt, so that the placeholder is named; `says`: it ends with the placeholder,
 * whose state then goes on to what it would say.
 *
 * @throws {DispatchError} `identity-unreadable`: the tokenizer joins the placeholder with its neighbours
 */
export async function placedPrompt(
  { runner, options }: SelfAsk,
  { before, placeholder, after }: IdentityPrompt,
  reading: ReadingName,
): Promise<PlacedPrompt> {
  const ids = async (text: string) => (await runner.tokenize(text, options)).map(({ id }) => id);
  const upTo = await ids(before + placeholder);
  const tokens = reading === 'says' ? upTo : await ids(before + placeholder + after);
  const position = upTo.length - 1;
  if (upTo.some((id, i) => tokens[i] !== id)) throw unreadable(before + placeholder + after);
  return { tokens, position };
}

/**
 * The prompt as it is, with each layer's state in the placeholder's place at the entry of that layer,
 * and with random vectors of the same norm there: one batch, cut only where the logits would not fit.
 *
 * @param states  `[width]`, one for each of the layers
 * @param draw    numbers in [0, 1)
 * @param layers  that the states enter; left out: all, from the first
 */
export async function selfRuns(
  ask: SelfAsk,
  { tokens, position }: PlacedPrompt,
  states: readonly Float32Array[],
  vectors: number,
  draw: () => number,
  layers: readonly number[] = states.map((_, layer) => layer),
): Promise<SelfRuns> {
  const values = states.flatMap((state, i) =>
    [state, ...Array.from({ length: vectors }, () => randomLike(state, draw))].map((value) => ({
      layer: layers[i] ?? i,
      value,
    })),
  );
  const { vocab } = ask.model;
  const logits = new Float32Array((values.length + 1) * vocab);
  const rows = Math.max(1, Math.floor(MOST_LOGITS / vocab));
  for (let from = 0; from <= values.length; from += rows) {
    const some = [undefined, ...values].slice(from, from + rows);
    logits.set(await patched(ask, tokens, position, some), from * vocab);
  }
  const own = Array.from(states, (_, layer) => 1 + layer * (1 + vectors));
  const pick = (indices: readonly number[], shape: readonly number[]): Tensor => {
    const data = new Float32Array(indices.length * vocab);
    indices.forEach((row, i) => {
      data.set(logits.subarray(row * vocab, (row + 1) * vocab), i * vocab);
    });
    return tensor([...shape, vocab], data);
  };
  const drawn = own.flatMap((row) => Array.from({ length: vectors }, (_, v) => row + 1 + v));
  return {
    unpatched: logits.subarray(0, vocab),
    states: pick(own, [states.length]),
    random: pick(drawn, [states.length, vectors]),
  };
}

/** Last logits of one row for each value, `[row × vocab]`; undefined: no patch. */
async function patched(
  { runner, options }: SelfAsk,
  tokens: readonly TokenId[],
  position: number,
  values: readonly ({ readonly layer: number; readonly value: Float32Array } | undefined)[],
): Promise<Float32Array> {
  const interventions = values.flatMap((each, row) =>
    each === undefined ? [] : [{ kind: 'residual' as const, position, row, ...each }],
  );
  const rows = values.map(() => tokens);
  const found = await runner.traceBatch({ rows, hooks: [], logits: 'last', interventions }, options);
  return found.get('logits')?.data ?? new Float32Array(0);
}

/** A direction drawn evenly from the sphere (normal in every axis), as long as the state. */
function randomLike(state: Float32Array, draw: () => number): Float32Array {
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const direction = Float32Array.from(state, normal);
  const scale = norm(state) / norm(direction);
  return direction.map((x) => x * scale);
}

/** The states that enter every layer at one position. */
export const statesAt = (hooks: readonly Tensor[], position: number): Float32Array[] =>
  hooks.map((hook) => at(hook, 0, position).data);

const unreadable = (text: string): DispatchError =>
  new DispatchError({
    code: 'identity-unreadable',
    what: 'This model’s tokenizer joins the placeholder of the identity prompt with what stands beside it: a state cannot be put in its place.',
    where: text,
    fix: 'Ask another model.',
  });
