import { identityPrompt } from '../analysis/identity-prompt.ts';
import { finalState } from '../analysis/leading-heads.ts';
import type { ReadingName, SelfFinding, SelfReading } from '../analysis/self-finding.ts';
import { crossingOf, leadingTokens, selfReading } from '../analysis/self-reading.ts';
import { selfFinding } from '../analysis/self-report.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import type { AskHere } from './command.ts';
import { DispatchError } from './errors.ts';
import { lookingPosition } from './head-choice.ts';
import { tick } from './head-roles-progress.ts';
import { readDepths } from './read-depths.ts';
import { type PlacedPrompt, placedPrompt, type SelfAsk, selfRuns, statesAt } from './self-runs.ts';
import { nodeHooks, selfWords, tracedNodes } from './self-words.ts';
import { settleDepths } from './settle-depths.ts';

/** Random vectors at each layer. */
const VECTORS = 4;
const STEP = 'Reading its own states';

export interface SelfQuestion {
  readonly layer: number | 'auto';
  readonly position: number | 'last';
}

/**
 * Both readings of one token's states at every layer, their controls, and other measurements' words
 * beside them.
 *
 * @throws {DispatchError} `place-outside`, `identity-unreadable`
 */
export async function measureSelf(ask: AskHere, asked: SelfQuestion): Promise<SelfFinding> {
  const { runner, model, prompt, seed, options } = ask;
  const position = lookingPosition(ask, asked.position);
  assertLayer(asked.layer, model.layers);
  const tokens = prompt.tokens.map(({ id }) => id);
  const nodes = await tracedNodes(ask, position);
  const entering = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_pre'));
  const hooks = [...entering, blockHook(model.layers - 1, 'hook_resid_post'), ...nodeHooks(nodes)];
  const trace = await runner.trace({ tokens, hooks }, options);
  const final = await runner.readout(finalState(trace, position), { top: 1 }, options);
  const [says] = final.top[0] ?? [];
  const token = prompt.tokens[position];
  if (says === undefined || token === undefined) throw new RangeError(`nothing is said at ${position}`);
  const states = statesAt(
    entering.flatMap((name) => trace.hooks.get(name) ?? []),
    position,
  );
  const identity = identityPrompt(model);
  const read = async (reading: ReadingName, target: Token, done: number) => {
    tick(options, STEP, done, 3);
    const placed = await placedPrompt(ask, identity, reading);
    return readStates(ask, reading, placed, states, target, seed + done, asked.layer);
  };
  const is = await read('is', token, 0);
  const saying = await read('says', says.token, 1);
  tick(options, STEP, 2, 3);
  const found = {
    position,
    token: { id: token.id, text: token.text },
    answer: { ...says.token, prob: says.prob },
    readings: [is, saying],
    lens: await lensBeside(ask, position, says.token),
  };
  return selfFinding({
    ...found,
    identity: {
      text: `${identity.before}${identity.placeholder}${identity.after}`,
      fits: identity.fits,
    },
    asked: asked.layer,
    crosses: crossingOf(is.layers, saying.layers),
    random: { vectors: VECTORS, seed },
    words: await selfWords(ask, trace, found, nodes),
  });
}

/** One reading of the states that enter every layer. */
async function readStates(
  ask: SelfAsk,
  reading: ReadingName,
  placed: PlacedPrompt,
  states: readonly Float32Array[],
  target: Token,
  seed: number,
  layer: number | 'auto',
): Promise<SelfReading> {
  const runs = await selfRuns(ask, placed, states, VECTORS, randomFrom(seed));
  const described = await ask.runner.describe(leadingTokens(runs), ask.options);
  const names = new Map(described.map((each) => [each.id, each]));
  return selfReading(reading, runs, { id: target.id, text: target.text }, names, layer);
}

/** What a lens reads of the state that enters each layer. */
async function lensBeside(ask: AskHere, position: number, answer: Token): Promise<SelfFinding['lens']> {
  const tokens = ask.prompt.tokens.map(({ id }) => id);
  const read = await readDepths(ask, { tokens, positions: [position], top: 1, asked: [answer.id] });
  const { settles } = await settleDepths(ask, tokens, [position]);
  // Depths are the embedding, then two states a layer: every second one enters a layer.
  const entering = (read.positions[0]?.depths ?? []).filter((_, i) => i % 2 === 0).slice(0, ask.model.layers);
  return {
    name: read.lens,
    layers: entering.map(({ top, asked }) => ({
      top: { id: top[0]?.token.id ?? answer.id, text: top[0]?.token.text ?? '' },
      answer: asked[0]?.prob ?? Number.NaN,
    })),
    settles: settles[0]?.layer ?? null,
  };
}

function assertLayer(layer: number | 'auto', layers: number): void {
  if (layer === 'auto' || layer < layers) return;
  throw new DispatchError({
    code: 'place-outside',
    what: `layer=${layer}: this model has ${layers} layers.`,
    where: String(layer),
    fix: `Layers are 0 to ${layers - 1}; layer=auto reads them all and names the strongest.`,
  });
}
