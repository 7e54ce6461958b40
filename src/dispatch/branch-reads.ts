import { look } from '../analysis/attention.ts';
import type { BranchDriver } from '../analysis/branches-finding.ts';
import type { NodeName } from '../analysis/findings.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Ask } from './command.ts';

type Reads = NonNullable<BranchDriver['reads']>;

/** For each head at a token, the token it carries most from (Kobayashi 2004.10102). */
export async function branchReads(
  { runner, prompt, options }: Ask,
  nodes: readonly NodeName[],
): Promise<ReadonlyMap<NodeName, Reads>> {
  const heads = nodes.flatMap((node) => {
    const match = /^L(\d+)H(\d+)@(\d+)$/.exec(node);
    return match === null
      ? []
      : [{ node, layer: Number(match[1]), head: Number(match[2]), position: Number(match[3]) }];
  });
  if (heads.length === 0) return new Map();
  const hooks = [...new Set(heads.map(({ layer }) => layer))].flatMap((layer) => [
    blockHook(layer, 'attn.hook_pattern'),
    blockHook(layer, 'attn.hook_v'),
  ]);
  const trace = await runner.trace({ tokens: prompt.tokens.map(({ id }) => id), hooks }, options);
  const gram = await runner.outputGram(options);
  return new Map(
    heads.map(({ node, position, ...head }) => [node, largest(look(trace, gram, head, position).weighted)]),
  );
}

const largest = (shares: readonly number[]): Reads =>
  shares.reduce<Reads>((most, share, position) => (share > most.share ? { position, share } : most), {
    position: 0,
    share: shares[0] ?? 0,
  });
