import type { Patch } from '../../src/kernel/patch.ts';
import type { ModelDescription } from '../description.ts';
import { addPort, gainPort, type Site } from '../graph/ports.ts';
import type { Intervention } from '../loaded.ts';
import { type Edit, type Extent, patchLayer } from './patches.ts';
import type { Feed } from './runtime.ts';

/**
 * The graph's edit inputs. Where nothing is asked a lone 1 and a lone 0, which broadcast.
 *
 * A patch acts first; interventions on the same place then act one after another, in their order.
 */
export function editFeeds(
  model: ModelDescription,
  batch: number,
  tokens: number,
  interventions: readonly Intervention[],
  patch?: Patch,
): Map<string, Feed> {
  const feeds = new Map<string, Feed>();
  const sites: readonly [Site, number, Extent][] = [
    ['head', model.layers, { batch, tokens, units: model.heads, width: model.headWidth }],
    ['mlp', model.layers, { batch, tokens, units: 1, width: model.width }],
    ['residual', model.layers + 1, { batch, tokens, units: 1, width: model.width }],
  ];
  for (const [site, layers, extent] of sites)
    for (let layer = 0; layer < layers; layer++) {
      const mine = interventions.filter((each) => each.kind === site && each.layer === layer);
      const patched = patch === undefined ? undefined : patchLayer(patch, site, layer, extent);
      const { gain, add } =
        mine.length === 0 && patched === undefined
          ? untouched(site)
          : dense(mine, site, extent, patched ?? nothing(extent));
      feeds.set(gainPort(site, layer), gain);
      feeds.set(addPort(site, layer), add);
    }
  return feeds;
}

function untouched(site: Site): { gain: Feed; add: Feed } {
  const shape = site === 'head' ? [1, 1, 1] : [1, 1];
  const one = (value: number): Feed => ({ type: 'float32', shape, data: Float32Array.of(value) });
  return { gain: one(1), add: one(0) };
}

function dense(
  interventions: readonly Intervention[],
  site: Site,
  extent: Extent,
  edit: Edit,
): { gain: Feed; add: Feed } {
  const { batch, tokens, units, width } = extent;
  const rows = batch * tokens;
  for (const each of interventions) apply(each, edit, extent);
  const byHead = site === 'head';
  return {
    gain: { type: 'float32', shape: byHead ? [rows, units, 1] : [rows, 1], data: edit.gain },
    add: { type: 'float32', shape: byHead ? [rows, units, width] : [rows, width], data: edit.add },
  };
}

function nothing({ batch, tokens, units, width }: Extent): Edit {
  const count = batch * tokens * units;
  return { gain: new Float32Array(count).fill(1), add: new Float32Array(count * width) };
}

function apply(intervention: Intervention, edit: Edit, extent: Extent): void {
  if (intervention.kind === 'mask') return;
  const { gain, baseline, unit } = affine(intervention);
  for (const row of chosen(intervention.row, extent.batch))
    for (const position of chosen(intervention.position, extent.tokens)) {
      const place = (row * extent.tokens + position) * extent.units + unit;
      edit.gain[place] = (edit.gain[place] ?? 1) * gain;
      const start = place * extent.width;
      for (let i = 0; i < extent.width; i++)
        edit.add[start + i] = gain * (edit.add[start + i] ?? 0) + (1 - gain) * (baseline?.[i] ?? 0);
    }
}

function affine(intervention: Exclude<Intervention, { kind: 'mask' }>): {
  gain: number;
  baseline: Float32Array | undefined;
  unit: number;
} {
  if (intervention.kind === 'residual') return { gain: 0, baseline: intervention.value, unit: 0 };
  const { gain, baseline } = intervention;
  return { gain, baseline, unit: intervention.kind === 'head' ? intervention.head : 0 };
}

const chosen = (one: number | undefined, count: number): readonly number[] =>
  one === undefined ? Array.from({ length: count }, (_, i) => i) : [one];
