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
  const states = statesAt(
    entering.flatMap((name) => trace.hooks.get(name) ?? []),
    position,
  );
  const depths = await readDepths(ask, { tokens: ids, positions: [position], top: 1 }, 'logit');
  const lens = (depths.positions[0]?.depths ?? [])
    .filter((_, i) => i % 2 === 0)
    .flatMap(({ top }) => top[0]?.token ?? []);
  const seed = tally.tokens;
  const identity = identityPrompt(model);
  const is = await read(ask, 'is', await placedPrompt(ask, identity, 'is'), states, token, 2 * seed);
  const says = await read(
    ask,
    'says',
    await placedPrompt(ask, identity, 'says'),
    states,
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
    is: added(tally.is, is.reading, is.drawn, lens),
    says: added(tally.says, says.reading, says.drawn, lens),
  };
}

async function read(
  ask: Ask,
  reading: ReadingName,
  placed: PlacedPrompt,
  states: readonly Float32Array[],
  target: Token,
  seed: number,
): Promise<{ reading: SelfReading; drawn: Token[] }> {
  const runs = await selfRuns(ask, placed, states, VECTORS, randomFrom(seed));
  const names = new Map((await ask.runner.describe(leadingTokens(runs))).map((each) => [each.id, each]));
  const drawn = states.flatMap((_, layer) => {
    const [first = 0] = largest(at(runs.random, layer, 0).data, 1);
    return names.get(tokenId(first)) ?? [];
  });
  return { reading: selfReading(reading, runs, target, names), drawn };
}
