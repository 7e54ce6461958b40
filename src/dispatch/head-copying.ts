import type { HeadAddress } from '../analysis/attention.ts';
import { type Copying, copying } from '../analysis/copying.ts';
import { blockHook } from '../kernel/hooks.ts';
import { type TokenId, tokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';

const SAMPLED = 96;

/**
 * How far one head copies: each sampled token's embedding enters the head's layer alone, so that the
 * head can look nowhere else, and what it then writes is read as logits of the sampled tokens.
 */
export async function copyingOf(ask: Ask, { layer, head }: HeadAddress): Promise<Copying> {
  const { runner, model, options, seed } = ask;
  const sampled = sampledTokens(model.vocab, seed);
  const z = blockHook(layer, 'attn.hook_z');
  const read = await embeddedAt(ask, sampled, layer, z);
  const picks = sampled.map((_, row) => ({ layer, head, z: at(read, row, 0, head).data }));
  const written = await runner.headWrites(picks, options);
  const scales = sampled.map(() => 1); // any one scale: only which token is raised most counts
  const { asked } = await runner.readout(written, { top: 1, scales, tokens: sampled }, options);
  const raised = Float32Array.from(asked.flatMap((row) => row.map(({ logit }) => logit)));
  return copying(tensor([sampled.length, sampled.length], raised), seed);
}

/** A hook of one-token runs in which each token's embedding is the stream that enters a layer. */
async function embeddedAt(
  { runner, options }: Ask,
  tokens: readonly TokenId[],
  layer: number,
  hook: string,
): Promise<ReturnType<typeof tensor>> {
  const rows = tokens.map((id) => [id]);
  const nothing = tensor([0], new Float32Array(0));
  const embeddings = (await runner.traceBatch({ rows, hooks: ['hook_embed'] }, options)).get('hook_embed');
  const interventions = tokens.map((_, row) => ({
    kind: 'residual' as const,
    layer,
    position: 0,
    row,
    value: at(embeddings ?? nothing, row, 0).data,
  }));
  return (await runner.traceBatch({ rows, hooks: [hook], interventions }, options)).get(hook) ?? nothing;
}

/** Different tokens, anywhere in the vocabulary. */
export function sampledTokens(vocab: number, seed: number): TokenId[] {
  const random = randomFrom(seed);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(SAMPLED, vocab)) chosen.add(Math.floor(random() * vocab));
  return [...chosen].map(tokenId);
}
