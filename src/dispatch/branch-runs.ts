import type { Units } from '../analysis/branch-causes.ts';
import { branchMetrics } from '../analysis/branch-metrics.ts';
import { gatesOf } from '../analysis/gates.ts';
import type { BatchRequest } from '../engine/runner.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { nodeSpace } from './patched-metrics.ts';

/** Tokens of one batch, over all its rows: what keeps a run within memory. */
const MOST_TOKENS = 4096;

/** Every branch's metric with each set of units ablated, `[set][branch]`, logits. */
export type Ablate = (sets: readonly Units[]) => Promise<readonly (readonly number[])[]>;

/** Ablated nodes put out `values`, at the same positions. */
export const nodeAblation =
  (ask: Ask, branches: readonly Token[], values: NodeValues): Ablate =>
  (sets) =>
    inBatches(ask, branches, sets, (few) => ({
      patch: {
        gates: gatesOf(
          nodeSpace(ask),
          few.map((allBut) => ({ allBut })),
        ),
        values,
      },
    }));

/** Ablated tokens are seen by nobody: no query looks at them, in any layer. */
export const tokenAblation =
  (ask: Ask, branches: readonly Token[]): Ablate =>
  (sets) =>
    inBatches(ask, branches, sets, (few) => ({
      interventions: few.flatMap((keys, row) => keys.map((key) => ({ kind: 'mask' as const, key, row }))),
    }));

/** Sets that are the same are run once. */
async function inBatches(
  ask: Ask,
  branches: readonly Token[],
  sets: readonly Units[],
  edit: (sets: readonly Units[]) => Pick<BatchRequest, 'patch' | 'interventions'>,
): Promise<number[][]> {
  const once = new Map(sets.map((set) => [keyOf(set), set]));
  const size = Math.max(1, Math.floor(MOST_TOKENS / ask.prompt.tokens.length));
  const different = [...once.values()];
  const found = new Map<string, number[]>();
  for (let from = 0; from < different.length; from += size) {
    const few = different.slice(from, from + size);
    const metrics = await metricsOf(ask, branches, { rows: few.length, ...edit(few) });
    few.forEach((set, i) => {
      found.set(keyOf(set), metrics[i] ?? []);
    });
  }
  return sets.map((set) => found.get(keyOf(set)) ?? []);
}

const keyOf = (set: Units): string => [...set].sort((a, b) => a - b).join();

async function metricsOf(
  { runner, prompt, options }: Ask,
  branches: readonly Token[],
  { rows, ...edit }: { readonly rows: number } & Pick<BatchRequest, 'patch' | 'interventions'>,
): Promise<number[][]> {
  const ids = prompt.tokens.map(({ id }) => id);
  const request = { rows: Array.from({ length: rows }, () => ids), hooks: [], logits: 'last' as const };
  const hooks = await runner.traceBatch({ ...request, ...edit }, options);
  const logits = hooks.get('logits') ?? tensor([0, 1, 0], new Float32Array(0));
  return Array.from({ length: rows }, (_, row) => {
    const said = at(logits, row, 0).data;
    return branchMetrics(branches.map(({ id }) => said[id] ?? Number.NaN));
  });
}
