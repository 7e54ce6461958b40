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
/** Tokens read at every layer; of a deep model the others are read at every third, and the last. */
const EVERYWHERE = 78;
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
    tokens: 0,
    unpatched: { is: 0, says: 0 },
    is: layers,
    says: layers,
  };
}

/** The tally with one more token read at every layer, both ways, with its controls and the lens beside it. */
export async function withPlace(ask: Ask, tally: Tally, { tokens, position }: Place): Promise<Tally> {
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
  const seed = tally.tokens;
  const layers = layersOf(model.layers, tally.tokens);
  const states = layers.flatMap((layer) => all[layer] ?? []);
  const identity = identityPrompt(model);
  const is = await read(ask, 'is', await placedPrompt(ask, identity, 'is'), states, layers, token, 2 * seed);
  const says = await read(
    ask,
    'says',
    await placedPrompt(ask, identity, 'says'),
    states,
    layers,
    answer,
    2 * seed + 1,
  );
  const plain = ({ reading }: { reading: SelfReading }) =>
    Number(sameWord(reading.unpatched.top, reading.target));
  return {
    ...tally,
    lens: depths.lens,
    tokens: tally.tokens + 1,
    unpatched: { is: tally.unpatched.is + plain(is), says: tally.unpatched.says + plain(says) },
    is: added(tally.is, is.reading, layers, is.drawn, lens),
    says: added(tally.says, says.reading, layers, says.drawn, lens),
  };
}

/** Every layer, or of a deep model, after so many tokens, every third and the last. */
function layersOf(count: number, read: number): number[] {
  const all = Array.from({ length: count }, (_, layer) => layer);
  if (count < DEEP || read < EVERYWHERE) return all;
  return all.filter((layer) => layer % 3 === 0 || layer === count - 1);
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
