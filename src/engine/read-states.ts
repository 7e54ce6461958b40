import type { LoadedModel, RawReading, RawReadout } from '../../models/loaded.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { Readout } from '../kernel/trace.ts';
import { describeTokens } from './describe.ts';
import { cancelled } from './errors.ts';
import { assertStates } from './request-checks.ts';
import type { ReadoutRequest } from './runner.ts';

/** Logits of one part of the states, in bytes: a lens over every layer of a long prompt would need gigabytes at once. */
const PART_BYTES = 64e6;

/**
 * Vocabulary read from states `[N, width]`, a part at a time; rows do not depend on each other.
 *
 * @throws {EngineError} `request-invalid`, `cancelled` (between parts)
 */
export async function readStates(
  model: LoadedModel,
  states: Tensor,
  ask: ReadoutRequest,
  { signal }: CallOptions = {},
): Promise<Readout> {
  const count = assertStates(model.facts, states, ask);
  const { width, vocab } = model.facts;
  const rows = Math.max(1, Math.floor(PART_BYTES / (4 * vocab)));
  const parts: RawReadout[] = [];
  for (let start = 0; start < count; start += rows) {
    if (signal?.aborted) throw cancelled();
    const part = states.data.subarray(start * width, Math.min(start + rows, count) * width);
    const scales = ask.scales?.slice(start, start + rows);
    parts.push(
      await model.readout(part, {
        ...ask,
        tokens: ask.tokens ?? [],
        ...(scales === undefined ? {} : { scales }),
      }),
    );
  }
  return named(model, parts);
}

function named({ text }: LoadedModel, parts: readonly RawReadout[]): Readout {
  const top = parts.flatMap((part) => part.top);
  const bottom = parts.flatMap((part) => part.bottom);
  const ids = [...new Set([...top, ...bottom].flatMap((row) => row.map(({ id }) => id)))];
  const tokens = new Map(describeTokens(text, ids).map((token) => [token.id, token]));
  const named = (rows: readonly (readonly RawReading[])[]) =>
    rows.map((row) => row.map(({ id, logit, prob }) => ({ token: tokenOf(tokens, id), logit, prob })));
  return {
    top: named(top),
    bottom: named(bottom),
    asked: parts.flatMap((part) => part.asked),
    entropy: parts.flatMap((part) => part.entropy),
  };
}

const tokenOf = (tokens: ReadonlyMap<TokenId, Token>, id: TokenId): Token =>
  tokens.get(id) ?? { id, text: '' };
