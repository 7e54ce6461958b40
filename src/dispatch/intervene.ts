import { isMlpName, unitOf } from '../analysis/intervention-edit.ts';
import type { EditedComponent } from '../analysis/intervention-finding.ts';
import { indexOf, spaceSize } from '../analysis/node-space.ts';
import { traceHooks } from '../analysis/trace-hooks.ts';
import type { BatchRequest } from '../engine/runner.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { nodeSpace } from './patched-metrics.ts';

type Edits = Required<Pick<BatchRequest, 'interventions'>> & Pick<BatchRequest, 'patch'>;

/** One run of the prompt under edits, with every hook that direct attribution reads. */
export async function editedTrace(
  ask: Ask,
  edits: readonly EditedComponent[],
  values: NodeValues | undefined,
): Promise<Trace> {
  const { runner, model, prompt, options } = ask;
  const tokens = prompt.tokens.map(({ id }) => id);
  const request = { hooks: traceHooks(model.layers), logits: 'last' } as const;
  if (edits.length === 0) return runner.trace({ tokens, ...request }, options);
  const hooks = await runner.traceBatch(
    { rows: [tokens], ...request, ...editsOf(ask, [edits], values) },
    options,
  );
  return { model, tokens: prompt.tokens, hooks };
}

/** The last position's logits of the prompt under each set of edits, as one batch; `[vocab]` each. */
export async function editedLogits(
  ask: Ask,
  sets: readonly (readonly EditedComponent[])[],
  values: NodeValues | undefined,
): Promise<Float32Array[]> {
  const ids = ask.prompt.tokens.map(({ id }) => id);
  return rowLogits(
    ask,
    sets.map(() => ids),
    editsOf(ask, sets, values),
  );
}

/** The last position's logits of several prompts of equal length. */
export async function rowLogits(
  { runner, options }: Ask,
  rows: readonly (readonly TokenId[])[],
  edits: Partial<Edits> = {},
): Promise<Float32Array[]> {
  if (rows.length === 0) return [];
  const hooks = await runner.traceBatch({ rows, hooks: [], logits: 'last', ...edits }, options);
  const logits = hooks.get('logits') ?? tensor([0, 1, 0], new Float32Array(0));
  return rows.map((_, row) => at(logits, row, 0).data);
}

/** Ablations as the gates of a patch (own output off, the baseline's on), scalings as interventions. */
function editsOf(
  ask: Ask,
  sets: readonly (readonly EditedComponent[])[],
  values: NodeValues | undefined,
): Edits {
  const interventions = sets.flatMap((edits, row) =>
    edits.filter(({ kind }) => kind === 'scaled').flatMap((edit) => scaling(edit, row)),
  );
  return values === undefined
    ? { interventions }
    : { interventions, patch: { gates: gatesFor(ask, sets), values } };
}

function scaling({ name, from, to, gain }: EditedComponent, row: number): Edits['interventions'][number][] {
  const { layer, head } = unitOf(name);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const place = { layer, row, gain, position: from + i };
    return head === undefined ? { kind: 'mlp', ...place } : { kind: 'head', head, ...place };
  });
}

function gatesFor(ask: Ask, sets: readonly (readonly EditedComponent[])[]) {
  const space = nodeSpace(ask);
  const size = spaceSize(space);
  const data = new Float32Array(sets.length * size).fill(1);
  sets.forEach((edits, row) => {
    for (const { name, from, to, kind } of edits)
      for (let position = from; kind === 'ablated' && position <= to; position++) {
        const node = indexOf(space, `${name}@${position}`);
        if (node !== undefined) data[row * size + node] = 0;
      }
  });
  return tensor([sets.length, space.layers, space.tokens, space.heads + 1], data);
}

/** How a set of edits is spoken of: `3 random heads`. */
export function drawnInWords(edits: readonly EditedComponent[], sets: number): string {
  const names = [...new Set(edits.map(({ name }) => name))];
  const mlps = names.filter(isMlpName).length;
  const each = [some(names.length - mlps, 'head'), some(mlps, 'MLP')]
    .filter((part) => part !== '')
    .join(' and ');
  return names.length === 1
    ? `${sets} other ${mlps === 1 ? 'MLPs' : 'heads'} drawn at random`
    : `${sets} random sets of ${each}`;
}

const some = (count: number, what: string): string =>
  count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
