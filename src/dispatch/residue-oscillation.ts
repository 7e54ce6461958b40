import { gatesOf } from '../analysis/gates.ts';
import { indexOf } from '../analysis/node-space.ts';
import type { Oscillation } from '../analysis/rejected-words.ts';
import type { OscillationTest } from '../analysis/residue-measured.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { nodeSpace } from './patched-metrics.ts';
import { layerOf, otherSets, partsOf } from './residue-ablate.ts';

/** Ablates the component that brings the first word back, and reads the lens where it had come back. */
export async function testOscillation(
  ask: Ask,
  trace: Trace,
  { words: [a, b], layers: [, away, back] }: Oscillation,
  values: NodeValues | undefined,
): Promise<OscillationTest> {
  const parts = await partsOf(
    ask,
    trace,
    new Map([
      [a.id, 1],
      [b.id, -1],
    ]),
    [a, b],
  );
  const returner = parts
    .filter(({ node, score }) => layerOf(node) > away && layerOf(node) <= back && score > 0)
    .sort((x, y) => y.score - x.score)[0];
  if (values === undefined || returner === undefined) return { stays: false, random: { n: 0, less: 0 } };
  const space = nodeSpace(ask);
  const sets = [[returner.node], ...otherSets(ask, [returner.node])];
  const rows = sets.map((nodes) => ({ allBut: nodes.flatMap((node) => indexOf(space, node) ?? []) }));
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const hook = blockHook(back, 'hook_resid_post');
  const found = await ask.runner.traceBatch(
    { rows: sets.map(() => ids), hooks: [hook], patch: { gates: gatesOf(space, rows), values } },
    ask.options,
  );
  const states = found.get(hook) ?? tensor([0], new Float32Array(0));
  const width = ask.model.width;
  const data = new Float32Array(sets.length * width);
  for (let row = 0; row < sets.length; row++) data.set(at(states, row, ids.length - 1).data, row * width);
  const { asked } = await ask.runner.readout(
    tensor([sets.length, width], data),
    { top: 1, tokens: [a.id, b.id] },
    ask.options,
  );
  const [own = false, ...rest] = asked.map(([first, second]) => (second?.prob ?? 0) > (first?.prob ?? 0));
  return { returner, stays: own, random: { n: rest.length, less: rest.filter((stays) => !stays).length } };
}
