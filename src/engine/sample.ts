import type { TextCodec } from '../../models/text-codec.ts';
import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import { describeTokens } from './describe.ts';
import type { GenerateRequest, Generation } from './runner.ts';
import { steered, watch, widened } from './sample-guard.ts';
import { drawToken, rowSeed } from './sampling.ts';
import { createTextStream } from './text-stream.ts';

export type Ending = Generation['samples'][number]['ended'];

/** One row of a generation while it is being written. */
export interface Sample {
  readonly row: number;
  readonly ended: Ending | undefined;
  /** The token drawn last, to be read by the model next. */
  readonly last: TokenId;
  /** Draws the next token from its logits `[vocab]`. */
  draw(logits: Float32Array): void;
  end(how: Ending): void;
  result(): Generation['samples'][number];
}

/** @param onToken  told of each token when its text is settled, that is, whole and not part of a stop text */
export function createSample(
  codec: TextCodec,
  {
    tokens,
    sampling,
    stop = [],
    pastEnd = false,
    guards = [],
    minTokens = 0,
  }: Pick<GenerateRequest, 'tokens' | 'sampling' | 'stop' | 'pastEnd' | 'guards' | 'minTokens'>,
  row: number,
  onToken: (token: Token) => void,
): Sample {
  const random = randomFrom(rowSeed(sampling.seed, row));
  const stream = createTextStream(codec, tokens, stop);
  const written: Token[] = [];
  const logProbs: number[] = [];
  const entropies: number[] = [];
  const watching = guards.map(watch);
  const drawn: TokenId[] = [];
  let ended: Ending | undefined;
  let last = tokenId(0);

  const write = (settled: readonly Token[]) => {
    for (const token of settled) {
      written.push(token);
      onToken(token);
    }
  };
  const end = (how: Ending) => {
    write(stream.end());
    ended = how;
  };

  return {
    row,
    get ended() {
      return ended;
    },
    get last() {
      return last;
    },
    draw(logits) {
      const free = drawn.length < minTokens ? without(logits, codec.eos) : logits;
      const among = steered(free, drawn, watching, codec.eos);
      const { id, logProb, entropy } = drawToken(logits, widened(sampling, watching), random, among);
      last = id;
      if (!pastEnd && codec.eos.includes(last)) return end('end-token');
      drawn.push(id);
      logProbs.push(logProb);
      entropies.push(entropy);
      const { settled, stopped } = stream.push(last);
      write(settled);
      if (stopped) ended = 'stop';
      else if (watching.map((guard) => guard.written(drawn, entropies)).includes(true)) end('guard');
    },
    end,
    result: () => ({
      tokens: describeTokens(
        codec,
        written.map(({ id }) => id),
      ),
      text: written.map(({ text }) => text).join(''),
      logProbs: logProbs.slice(0, written.length),
      entropies: entropies.slice(0, written.length),
      ended: ended ?? 'length',
      trips: watching.map(({ trip }) => trip ?? null),
    }),
  };
}

function without(logits: Float32Array, ids: readonly TokenId[]): Float32Array {
  const rest = logits.slice();
  for (const id of ids) rest[id] = Number.NEGATIVE_INFINITY;
  return rest;
}
