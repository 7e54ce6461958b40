import { ModelError } from '../../models/errors.ts';
import type { ForwardRequest, ForwardResult, Intervention, KeyValueCache } from '../../models/loaded.ts';
import type { TokenId } from '../../src/kernel/ids.ts';
import type { Patch } from '../../src/kernel/patch.ts';
import { at, dot, type Tensor } from '../../src/kernel/tensor.ts';
import { END, VOCAB } from './byte-codec.ts';
import { embed, flat, unembed, vector, WIDTH } from './tiny-weights.ts';

export const MAX_TOKENS = 64;
const DISTANCE = 0.2; // taken from a score for each token in between

/** One run of the tiny model, row by row. */
export function tinyForward(request: ForwardRequest): ForwardResult {
  check(request);
  const rows = request.tokens.map((tokens, row) => runRow(tokens, row, request));
  const stacked = (name: keyof (typeof rows)[number]['hooks']): Tensor =>
    stack(rows.map(({ hooks }) => hooks[name]));
  const known = new Map(Object.entries(HOOKS));
  const hooks = new Map(
    request.hooks.map((address) => {
      const name = known.get(address);
      if (name === undefined)
        throw new ModelError(
          { code: 'hook-unknown', what: `No hook ${address}.`, fix: 'Ask for another.' },
          2,
        );
      return [address, stacked(name)];
    }),
  );
  const cache: KeyValueCache = {
    rows: rows.length,
    length: rows[0]?.seen.shape[1] ?? 0,
    layers: [{ key: stack(rows.map(({ seen }) => seen)), value: stack(rows.map(({ seen }) => seen)) }],
  };
  return request.keepCache ? { hooks, cache } : { hooks };
}

const HOOKS = {
  hook_embed: 'embed',
  'blocks.0.attn.hook_pattern': 'pattern',
  'blocks.0.attn.hook_z': 'z',
  'blocks.0.hook_resid_mid': 'mid',
  'blocks.0.hook_resid_post': 'post',
  logits: 'logits',
} as const;

function runRow(
  tokens: readonly TokenId[],
  row: number,
  { cache, patch, interventions = [], logitPositions }: ForwardRequest,
) {
  const own = interventions.filter((change) => change.row === undefined || change.row === row);
  const mine = patch === undefined ? own : [...gated(patch, row), ...own];
  const past = cache === undefined ? [] : cachedKeys(cache, row);
  const entering = tokens.map((token, i) => replaced(mine, 0, i) ?? embed(token));
  const seen = [...past, ...entering];
  const pattern = entering.map((query, i) => attention(query, seen, past.length, i, mine));
  const z = pattern.map((weights, i) => headOut(weights, seen, i, mine));
  const mid = entering.map((x, i) => vector((axis) => (x[axis] ?? 0) + (z[i]?.[axis] ?? 0)));
  const post = mid.map((x, i) => {
    const mlp = mlpOut(i, mine);
    return replaced(mine, 1, i) ?? vector((axis) => (x[axis] ?? 0) + (mlp[axis] ?? 0));
  });
  const answering = logitPositions ?? post.map((_, i) => i);
  return {
    seen: flat(seen, [1, seen.length, WIDTH]),
    hooks: {
      embed: flat(entering, [tokens.length, WIDTH]),
      pattern: flat(pattern, [1, tokens.length, seen.length]),
      z: flat(z, [tokens.length, 1, WIDTH]),
      mid: flat(mid, [tokens.length, WIDTH]),
      post: flat(post, [tokens.length, WIDTH]),
      logits: flat(
        answering.map((i) => unembed(post[i] ?? vector(() => 0))),
        [answering.length, VOCAB],
      ),
    },
  };
}

/** A row's part of a patch, said as interventions. */
function gated({ gates, values }: Patch, row: number): Intervention[] {
  const [z, mlp] = [values.heads[0], values.mlps[0]];
  if (z === undefined || mlp === undefined) return [];
  return Array.from({ length: gates.shape[2] ?? 0 }, (_, position): Intervention[] => {
    const [head = 1, other = 1] = at(gates, row, 0, position).data;
    const place = { layer: 0, position };
    return [
      { kind: 'head', head: 0, ...place, gain: head, baseline: at(z, 0, position, 0).data },
      { kind: 'mlp', ...place, gain: other, baseline: at(mlp, 0, position).data },
    ];
  }).flat();
}

/** Weights over all tokens seen, zero for later and masked ones. */
function attention(
  query: Float32Array,
  seen: readonly Float32Array[],
  start: number,
  i: number,
  changes: readonly Intervention[],
): Float32Array {
  const hidden = (j: number) =>
    changes.some(
      (change) =>
        change.kind === 'mask' &&
        change.key === j - start &&
        (change.query === undefined || change.query === i) &&
        i >= (change.from ?? 0),
    );
  const scores = seen.map((key, j) =>
    j > start + i || hidden(j) ? Number.NEGATIVE_INFINITY : dot(query, key) - DISTANCE * (start + i - j),
  );
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => weight / total);
}

function headOut(
  weights: Float32Array,
  seen: readonly Float32Array[],
  i: number,
  changes: readonly Intervention[],
): Float32Array {
  const out = vector((axis) =>
    seen.reduce((sum, value, j) => sum + (weights[j] ?? 0) * (value[axis] ?? 0), 0),
  );
  const change = changes.find(
    (each) => each.kind === 'head' && (each.position === undefined || each.position === i),
  );
  if (change?.kind !== 'head') return out;
  return vector(
    (axis) => change.gain * (out[axis] ?? 0) + (1 - change.gain) * (change.baseline?.[axis] ?? 0),
  );
}

/** There is no MLP: its output is zero until someone gives it a baseline. */
function mlpOut(i: number, changes: readonly Intervention[]): Float32Array {
  const change = changes.find(
    (each) => each.kind === 'mlp' && (each.position === undefined || each.position === i),
  );
  if (change?.kind !== 'mlp') return vector(() => 0);
  return vector((axis) => (1 - change.gain) * (change.baseline?.[axis] ?? 0));
}

function replaced(changes: readonly Intervention[], layer: number, i: number): Float32Array | undefined {
  const change = changes.find(
    (each) => each.kind === 'residual' && each.layer === layer && each.position === i,
  );
  return change?.kind === 'residual' ? change.value : undefined;
}

function check({ tokens, cache }: ForwardRequest): void {
  const length = tokens[0]?.length ?? 0;
  const wrong = (code: 'prompt-too-long' | 'rows-unequal' | 'token-outside-vocabulary', what: string) =>
    new ModelError({ code, what, fix: 'Give another prompt.' }, 2);
  if (tokens.some((row) => row.length !== length)) throw wrong('rows-unequal', 'Rows differ in length.');
  if (tokens.flat().some((id) => id < 0 || id > END))
    throw wrong('token-outside-vocabulary', 'No such token.');
  if (cache === undefined && length > MAX_TOKENS)
    throw wrong('prompt-too-long', `${length} tokens, at most ${MAX_TOKENS}.`);
}

const stack = (tensors: readonly Tensor[]): Tensor =>
  flat(
    tensors.map(({ data }) => data),
    [tensors.length, ...(tensors[0]?.shape ?? [])],
  );

/** `[batch, 1, token, width]` → the row's vectors. */
function cachedKeys({ layers }: KeyValueCache, row: number): Float32Array[] {
  return layers.flatMap(({ key }) =>
    Array.from({ length: key.shape[2] ?? 0 }, (_, i) => at(key, row, 0, i).data),
  );
}
