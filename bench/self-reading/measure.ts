import { largest } from '../../src/analysis/candidate-edits.ts';
import { identityPrompt, sameWord } from '../../src/analysis/identity-prompt.ts';
import { finalState } from '../../src/analysis/leading-heads.ts';
import type { ReadingName, SelfReading } from '../../src/analysis/self-finding.ts';
import { leadingTokens, selfReading } from '../../src/analysis/self-reading.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { readDepths } from '../../src/dispatch/read-depths.ts';
import { type PlacedPrompt, placedPrompt, selfRuns, statesAt } from '../../src/dispatch/self-runs.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { at } from '../../src/kernel/tensor.ts';

import type { Place } from './places.ts';
import { added, emptyLayers, type Tally } from './tally.ts';

/** Random vectors at each layer. */
const VECTORS = 2;
/** A deeper model is read at every third layer first, and the last. */
const DEEP = 12;

/** A tally that nothing was added to. */
export function emptyTally({ model }: Ask, name: string, prompts: string): Tally {
  const { before, placeholder, after } = identityPrompt(model);
  const layers = emptyLayers(model.layers);
  const identity = `${before}${placeholder}${after}`;
  return {
    model: name,
    identity,
    lens: '',
    prompts,
    ...{ tokens: 0, everywhere: 0 },
    unpatched: { is: 0, says: 0 },
    is: layers,
    says: layers,
  };
}

/** The tally with one more token read, both ways, with its controls and the lens beside it. */
export async function withPlace(ask: Ask, tally: Tally, place: Place): Promise<Tally> {
  const { some, others } = layersOf(ask.model.layers);
  const { is, says, lens } = await readPlace(ask, tally, place, some, tally.tokens);
  const plain = ({ reading: { unpatched, target } }: Read) => Number(sameWord(unpatched.top, target));
  return {
    ...tally,
    ...{ lens, tokens: tally.tokens + 1, is: is.added, says: says.added },
    everywhere: others.length === 0 ? tally.tokens + 1 : tally.everywhere,
    unpatched: { is: tally.unpatched.is + plain(is), says: tally.unpatched.says + plain(says) },
  };
}

/** The tally with the next token that was read at some layers read at the others. */
export async function withOtherLayers(ask: Ask, tally: Tally, place: Place): Promise<Tally> {
  const { others } = layersOf(ask.model.layers);
  const { is, says } = await readPlace(ask, tally, place, others, tally.everywhere);
  return { ...tally, everywhere: tally.everywhere + 1, is: is.added, says: says.added };
}

function layersOf(count: number): { readonly some: readonly number[]; readonly others: readonly number[] } {
  const all = Array.from({ length: count }, (_, layer) => layer);
  const isFirst = (layer: number) => count < DEEP || layer % 3 === 0 || layer === count - 1;
  return { some: all.filter(isFirst), others: all.filter((layer) => !isFirst(layer)) };
}

type Read = { readonly reading: SelfReading; readonly drawn: Token[]; readonly added: Tally['is'] };

async function readPlace(
  ask: Ask,
  tally: Tally,
  { tokens, position }: Place,
  layers: readonly number[],
  seed: number,
): Promise<{ readonly is: Read; readonly says: Read; readonly lens: Tally['lens'] }> {
  const { runner, model } = ask;
  const ids = tokens.map(({ id }) => id);
  const entering = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_pre'));
  const trace = await runner.trace({
    tokens: ids,
    hooks: [...entering, blockHook(model.layers - 1, 'hook_resid_post')],
  });
  const final = await runner.readout(finalState(trace, position), { top: 1 });
  const [answer, token] = [final.top[0]?.[0]?.token, tokens[position]];
  if (answer === undefined || token === undefined) throw new RangeError(`nothing at ${position}`);
  const all = statesAt(
    entering.flatMap((name) => trace.hooks.get(name) ?? []),
    position,
  );
  const depths = await readDepths(ask, { tokens: ids, positions: [position], top: 1 }, 'logit');
  const lens = (depths.positions[0]?.depths ?? [])
    .filter((_, i) => i % 2 === 0)
    .flatMap(({ top }) => top[0]?.token ?? []);
  const states = layers.flatMap((layer) => all[layer] ?? []);
  const identity = identityPrompt(model);
  const readAs = async (name: ReadingName, target: Token, random: number): Promise<Read> => {
    const placed = await placedPrompt(ask, identity, name);
    const { reading, drawn } = await read(ask, name, placed, states, layers, target, random);
    return { reading, drawn, added: added(tally[name], reading, layers, drawn, lens) };
  };
  return {
    is: await readAs('is', token, 2 * seed),
    says: await readAs('says', answer, 2 * seed + 1),
    lens: depths.lens,
  };
}

async function read(
  ask: Ask,
  reading: ReadingName,
  placed: PlacedPrompt,
  states: readonly Float32Array[],
  layers: readonly number[],
  target: Token,
  seed: number,
): Promise<{ reading: SelfReading; drawn: Token[] }> {
  const runs = await selfRuns(ask, placed, states, VECTORS, randomFrom(seed), layers);
  const names = new Map((await ask.runner.describe(leadingTokens(runs))).map((each) => [each.id, each]));
  const drawn = states.flatMap((_, i) => {
    const [first = 0] = largest(at(runs.random, i, 0).data, 1);
    return names.get(tokenId(first)) ?? [];
  });
  return { reading: selfReading(reading, runs, target, names), drawn };
}
