import { randomFrom } from '../kernel/random.ts';
import type { EditedComponent } from './intervention-finding.ts';

/** How many of each kind a model has. */
export interface Components {
  readonly layers: number;
  readonly heads: number;
}

export const isMlpName = (name: string): boolean => name.startsWith('M');

/** `L5H1`, `M5` as numbers; `head` is absent for an MLP. */
export function unitOf(name: string): { readonly layer: number; readonly head?: number } {
  const [, layer, head, mlp] = /^(?:L(\d+)H(\d+)|M(\d+))$/.exec(name) ?? [];
  if (mlp !== undefined) return { layer: Number(mlp) };
  if (layer === undefined || head === undefined) throw new RangeError(`${name} is no head or MLP`);
  return { layer: Number(layer), head: Number(head) };
}

/** `L5H1 ablated`, `M3@4 × 0.5`, `L2H0@4..8 ablated` */
export function editInWords({ name, from, to, gain, kind }: EditedComponent, tokens: number): string {
  const all = from === 0 && to === tokens - 1;
  const place = all ? '' : from === to ? `@${from}` : `@${from}..${to}`;
  return `${name}${place} ${kind === 'ablated' ? 'ablated' : `× ${String(gain).replace('-', '−')}`}`;
}

/** Whether another set of components of the same kinds and sizes exists. */
export function hasOthers(edits: readonly EditedComponent[], { layers, heads }: Components): boolean {
  const names = [...new Set(edits.map(({ name }) => name))];
  const mlps = names.filter(isMlpName).length;
  const some = (count: number, of: number): boolean => count > 0 && count < of;
  return some(mlps, layers) || some(names.length - mlps, layers * heads);
}

/**
 * Edits like the given ones on other components: as many heads and as many MLPs, drawn without
 * repetition, in the same places with the same gains. Where enough others are left the edited ones
 * themselves are not drawn; no set comes twice as long as there are new ones.
 */
export function randomEdits(
  edits: readonly EditedComponent[],
  { layers, heads }: Components,
  { count, seed }: { readonly count: number; readonly seed: number },
): EditedComponent[][] {
  const random = randomFrom(seed);
  const all = [true, false].map((mlp) => {
    const names = [...new Set(edits.map(({ name }) => name).filter((name) => isMlpName(name) === mlp))];
    const kind = Array.from({ length: layers }, (_, layer) =>
      mlp ? [`M${layer}`] : Array.from({ length: heads }, (_, head) => `L${layer}H${head}`),
    ).flat();
    const others = kind.filter((name) => !names.includes(name));
    return { names, pool: others.length >= names.length ? others : kind };
  });
  const drawOnce = (): EditedComponent[] => {
    const stands = new Map(
      all.flatMap(({ names, pool }) => {
        const picked = drawn(pool, names.length, random);
        return names.map((name, i) => [name, picked[i] ?? name] as const);
      }),
    );
    return edits.map((edit) => ({ ...edit, name: stands.get(edit.name) ?? edit.name }));
  };
  const seen = new Set<string>();
  return Array.from({ length: count }, () => {
    let edit = drawOnce();
    for (let tries = 0; tries < 50 && seen.has(keyOf(edit)); tries++) edit = drawOnce();
    seen.add(keyOf(edit));
    return edit;
  });
}

const keyOf = (edits: readonly EditedComponent[]): string =>
  edits
    .map(({ name, from, to, gain }) => `${name}@${from}..${to}*${gain}`)
    .sort()
    .join();

/** `size` of a pool without repetition: the first steps of a Fisher-Yates shuffle. */
function drawn(pool: readonly string[], size: number, random: () => number): string[] {
  const left = [...pool];
  return Array.from({ length: Math.min(size, pool.length) }, (_, i) => {
    const j = i + Math.floor(random() * (left.length - i));
    const [picked, first] = [left[j] ?? '', left[i] ?? ''];
    left[j] = first;
    return picked;
  });
}
