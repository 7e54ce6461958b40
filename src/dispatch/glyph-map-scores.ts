import type { HeadAddress } from '../analysis/attention.ts';
import { lookingHere, writingHere } from '../analysis/glyph-map.ts';
import type { GlyphHere, RoleHere } from '../analysis/glyph-map-finding.ts';
import { rolePlaces } from '../analysis/glyph-map-places.ts';
import { quantile } from '../analysis/quantile.ts';
import { FLOOR } from '../analysis/roles.ts';
import type { Samples } from '../analysis/roles-attention.ts';
import { ROLES, type Role, type RolesFinding } from '../analysis/roles-finding.ts';
import { firstWrite } from '../analysis/roles-sink.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { MetricDirection, Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { headsOf } from './head-roles-effects.ts';
import { tick } from './head-roles-progress.ts';

/** A sink writes at most this share of what the head writes from elsewhere, as where roles are named. */
const SMALL_WRITE = 0.5;

type Scored = Pick<GlyphHere, 'head' | 'role' | 'score' | 'did'>;
/** One head asked for one role: its samples, and at how many places. */
export type Tried = { readonly samples: Samples; readonly places: number } | undefined;

/**
 * Which heads did here what they do on random tokens.
 *
 * @param trace  hook_pattern, hook_v and hook_z of every layer
 */
export async function scoresHere(
  ask: Ask,
  trace: Trace,
  known: RolesFinding,
  seed: number,
): Promise<{ readonly heads: Scored[]; readonly roles: RoleHere[] }> {
  const tried = await triedHere(ask, trace, known, seed);
  const gram = await ask.runner.outputGram(ask.options);
  const roles = ROLES.map((role, r) => roleHere(role, tried[r] ?? [], known));
  return {
    roles,
    heads: headsOf(ask).map((address, i) => {
      const held = known.heads[i]?.role ?? 'none';
      const r = held === 'none' ? -1 : ROLES.indexOf(held);
      const [score] = tried[r]?.[i]?.samples.score ?? [];
      const null99 = roles[r]?.null99 ?? null;
      const small = held !== 'sink' || writesLittle(ask, trace, gram, address);
      return {
        head: `L${address.layer}H${address.head}`,
        role: held,
        score: score ?? null,
        did: score === undefined || null99 === null ? null : score > null99 && score > FLOOR && small,
      };
    }),
  };
}

/** Every head asked for every role: by role, then by head, layer by layer. */
export async function triedHere(
  ask: Ask,
  trace: Trace,
  known: RolesFinding,
  seed: number,
): Promise<Tried[][]> {
  const ids = trace.tokens.map(({ id }) => id);
  const random = randomFrom(seed);
  const directions = await wordDirections(ask, ids, known);
  return ROLES.map((role) => {
    const writes = role === 'copying' || role === 'suppression';
    const places = writes ? [] : rolePlaces(ids, role);
    return headsOf(ask).map((address): Tried => {
      const pattern = patternOf(trace, address);
      if (writes) {
        const { layer, head } = address;
        const reads = new Map([...directions].map(([id, { heads }]) => [id, at(heads, layer, head).data]));
        return writingHere({ pattern, z: zOf(trace, address) }, ids, reads, role, random);
      }
      const samples = lookingHere(pattern, places, random);
      return samples && { samples, places: places.length };
    });
  });
}

function roleHere(role: Role, tried: readonly Tried[], known: RolesFinding): RoleHere {
  const nulls = tried.flatMap((each) => each?.samples.null ?? []);
  const held = tried.filter((_, i) => known.heads[i]?.role === role).flatMap((each) => each?.places ?? 0);
  const all = held.length > 0 ? held : tried.flatMap((each) => each?.places ?? 0);
  const places = all.reduce((total, count) => total + count, 0) / Math.max(1, all.length);
  return { role, places, null99: nulls.length === 0 ? null : quantile(nulls, 0.99) };
}

/** The way to each word's logit, where some head is known to copy or suppress. */
async function wordDirections(
  { runner, options }: Ask,
  ids: readonly TokenId[],
  { heads }: RolesFinding,
): Promise<ReadonlyMap<TokenId, MetricDirection>> {
  const found = new Map<TokenId, MetricDirection>();
  if (!heads.some(({ role }) => role === 'copying' || role === 'suppression')) return found;
  const words = [...new Set(ids)];
  for (const [i, id] of words.entries()) {
    tick(options, 'Reading what heads write', i, words.length);
    found.set(id, await runner.metricDirection(new Map([[id, 1]]), options));
  }
  return found;
}

function writesLittle({ model }: Ask, trace: Trace, gram: Tensor, { layer, head }: HeadAddress): boolean {
  const values = trace.hooks.get(blockHook(layer, 'attn.hook_v'));
  const keyHead = Math.floor(head / (model.heads / model.kvHeads));
  return values !== undefined && firstWrite(values, keyHead, at(gram, layer, head)) <= SMALL_WRITE;
}

/** `[query, key]` of one head. */
function patternOf(trace: Trace, { layer, head }: HeadAddress): Tensor {
  const found = trace.hooks.get(blockHook(layer, 'attn.hook_pattern'));
  if (found === undefined) throw new RangeError(`a trace without hook_pattern of layer ${layer}`);
  return at(found, 0, head);
}

/** `[token, headWidth]` of one head. */
function zOf(trace: Trace, { layer, head }: HeadAddress): Tensor {
  const found = trace.hooks.get(blockHook(layer, 'attn.hook_z'));
  if (found === undefined) throw new RangeError(`a trace without hook_z of layer ${layer}`);
  const [, tokens = 0, , width = 0] = found.shape;
  const data = new Float32Array(tokens * width);
  for (let token = 0; token < tokens; token++) data.set(at(found, 0, token, head).data, token * width);
  return tensor([tokens, width], data);
}
