import type { TokenId } from '../../src/kernel/ids.ts';
import type { LoadedModel } from '../loaded.ts';
import { type BenchFigure, benchTokens } from './bench-figure.ts';
import { turningRooms } from './cache-rooms.ts';
import { ratiosTo, type Timed, timeOf } from './interleaved.ts';

/** How much faster so many tokens are written with the cache than by running the whole text for each. */
export async function cacheGain(model: LoadedModel, prompted: number, count: number): Promise<BenchFigure> {
  const prompt = benchTokens(prompted, model.facts.vocab);
  const next = benchTokens(count, model.facts.vocab, 2);
  const cached = await timeOf(() => writeCached(model, [prompt], [next]));
  const plain = await timeOf(async () => {
    for (let t = 0; t < count; t++) {
      const tokens = [[...prompt, ...next.slice(0, t)]];
      await model.forward({ tokens, hooks: ['logits'], logitPositions: [prompt.length + t - 1] });
    }
  });
  const what = `${count} tokens after ${prompted}, with the cache against without`;
  return { what, value: plain / cached, unit: 'x', target: '≥ 5' };
}

/** Tokens a second of so many samples written as one batch, over those of one. */
export async function batchGain(model: LoadedModel, rows: number, count: number): Promise<BenchFigure> {
  const prompt = benchTokens(16, model.facts.vocab);
  const next = benchTokens(count, model.facts.vocab, 2);
  const write =
    (size: number): Timed =>
    () =>
      writeCached(model, Array(size).fill(prompt), Array(size).fill(next));
  const [slower = 1] = await ratiosTo(write(1), [write(rows)], 3);
  const what = `tokens a second of ${rows} samples as one batch against one`;
  return { what, value: rows / slower, unit: 'x', target: '≥ 3' };
}

/** How much faster samples are written with keys and values in rooms used in turn than in fresh memory. */
export async function roomGain(model: LoadedModel, rows: number, count: number): Promise<BenchFigure> {
  const prompt = benchTokens(64, model.facts.vocab);
  const next = benchTokens(count, model.facts.vocab, 2);
  const [prompts, drawn] = [Array(rows).fill(prompt), Array(rows).fill(next)];
  const roomed: Timed = () => writeCached(model, prompts, drawn);
  const [fresh = 1] = await ratiosTo(roomed, [() => writeCached(model, prompts, drawn, false)], 3);
  const what = `${rows} samples of ${count} tokens after 64, keys and values in fresh memory against rooms in turn`;
  return { what, value: fresh, unit: 'x' };
}

/** A prompt and the tokens after it, one at a time; which tokens they are is settled, so that only runs are timed. */
async function writeCached(
  model: LoadedModel,
  prompts: readonly (readonly TokenId[])[],
  next: readonly (readonly TokenId[])[],
  roomed = true,
): Promise<void> {
  const count = next[0]?.length ?? 0;
  const room = turningRooms(model.facts, prompts.length, (prompts[0]?.length ?? 0) + count);
  const ask = (tokens: readonly (readonly TokenId[])[]) => ({
    tokens,
    hooks: ['logits'],
    logitPositions: [(tokens[0]?.length ?? 1) - 1],
    keepCache: true,
  });
  let { cache } = await model.forward(ask(prompts));
  for (let t = 0; t + 1 < count; t++) {
    const step = await model.forward({
      ...ask(next.map((row) => row.slice(t, t + 1))),
      ...(cache === undefined ? {} : { cache }),
      ...(roomed ? { cacheRoom: room() } : {}),
    });
    cache = step.cache;
  }
}
