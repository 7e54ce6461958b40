import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import type { GenerateRequest, Runner, SamplingGuard } from '../../src/engine/runner.ts';
import { rowSeed } from '../../src/engine/sampling.ts';
import { type Token, type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { ngrams, repeated } from '../../src/kernel/ngrams.ts';
import { END, ids } from '../support/byte-codec.ts';
import { tinyModel } from '../support/tiny-model.ts';
import type { OpenTiny } from './runner-contract.ts';

const GREEDY = { temperature: 0, seed: 0 };
const warm = (seed: number) => ({ temperature: 1, seed });
const hot = (seed: number) => ({ temperature: 2, seed });
const prompt = (text: string): Pick<GenerateRequest, 'tokens'> => ({ tokens: ids(text) });

/** Greedy the slow way: the whole text is read anew for every token. */
async function slowGreedy(
  tokens: readonly TokenId[],
  count: number,
  interventions: readonly Intervention[] = [],
) {
  const model = tinyModel();
  const all = [...tokens];
  for (let i = 0; i < count; i++) {
    const { hooks } = await model.forward({ tokens: [all], hooks: ['logits'], interventions });
    const last = hooks.get('logits')?.data.slice(-257) ?? new Float32Array();
    all.push(tokenId(last.indexOf(Math.max(...last))));
  }
  return all.slice(tokens.length);
}

const idsOf = (sample: { tokens: readonly Token[] } | undefined) => sample?.tokens.map(({ id }) => id);

/** What is written is what the model says, one way or another of computing it. */
export function generationContract(open: OpenTiny): void {
  describe('generation', () => {
    let runner: Runner;
    beforeAll(async () => {
      runner = await open();
    });
    afterAll(() => runner.close());

    test('with the cache is what it is without', async () => {
      const { samples } = await runner.generate({ ...prompt('abcab'), maxTokens: 20, sampling: GREEDY });
      expect(idsOf(samples[0])).toEqual(await slowGreedy(ids('abcab'), 20));
      expect(samples[0]?.ended).toBe('length');
    });

    test('keeps its interventions while it writes', async () => {
      const interventions: Intervention[] = [
        { kind: 'head', layer: 0, head: 0, gain: -1 },
        { kind: 'mask', key: 1 },
        { kind: 'residual', layer: 0, position: 7, value: Float32Array.from([3, -2, 1, 0, 1, -2, 3, 1]) },
      ];
      const request = { ...prompt('abcab'), maxTokens: 12, sampling: GREEDY };
      const [plain] = (await runner.generate(request)).samples;
      const [changed] = (await runner.generate({ ...request, interventions })).samples;
      expect(idsOf(changed)).toEqual(await slowGreedy(ids('abcab'), 12, interventions));
      expect(idsOf(changed)).not.toEqual(idsOf(plain));
    });

    test('an intervention on one sample leaves the others as they were', async () => {
      const request = { ...prompt('abcab'), maxTokens: 8, samples: 3, sampling: GREEDY };
      const cut: Intervention = { kind: 'head', layer: 0, head: 0, gain: -1, row: 1 };
      const { samples } = await runner.generate({ ...request, interventions: [cut] });
      const { row: _, ...everywhere } = cut;
      const plain = await slowGreedy(ids('abcab'), 8);
      const changed = await slowGreedy(ids('abcab'), 8, [everywhere]);
      expect(samples.map(idsOf)).toEqual([plain, changed, plain]);
    });

    test('samples of one batch are the single runs with the same streams', async () => {
      const request = { ...prompt('the cat'), maxTokens: 24 };
      const { samples } = await runner.generate({ ...request, samples: 6, sampling: warm(11) });
      const singles = await Promise.all(
        samples.map((_, row) => runner.generate({ ...request, sampling: warm(rowSeed(11, row)) })),
      );
      expect(samples).toEqual(singles.map((single) => single.samples[0]));
      expect(new Set(samples.map(({ text }) => text)).size).toBe(6);
    });

    test('the same seed writes the same, another seed another text', async () => {
      const write = async (seed: number) =>
        (await runner.generate({ ...prompt('once'), maxTokens: 16, samples: 2, sampling: warm(seed) }))
          .samples;
      expect(await write(5)).toEqual(await write(5));
      expect(await write(5)).not.toEqual(await write(6));
    });

    test('log-probabilities are the model’s at temperature 1, whatever was drawn how', async () => {
      const request = { ...prompt('abc'), maxTokens: 6, sampling: { temperature: 0.7, topP: 0.8, seed: 3 } };
      const sample = (await runner.generate(request)).samples[0];
      const all = [...ids('abc'), ...(idsOf(sample) ?? [])];
      const { hooks } = await tinyModel().forward({ tokens: [all], hooks: ['logits'] });
      const logits = hooks.get('logits')?.data ?? new Float32Array();
      sample?.tokens.forEach(({ id }, i) => {
        const row = Array.from(logits.subarray((i + 2) * 257, (i + 3) * 257));
        const slow = (row[id] ?? 0) - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
        expect(sample.logProbs[i]).toBeCloseTo(slow, 5);
      });
      expect(sample?.logProbs.length).toBe(sample?.tokens.length);
    });

    test('tokens stream in order and join to each sample’s text', async () => {
      const seen: { row: number; token: Token }[] = [];
      const steps: number[] = [];
      const { samples } = await runner.generate(
        { ...prompt('déjà'), maxTokens: 30, samples: 3, sampling: warm(2) },
        {
          onToken: (row, token) => seen.push({ row, token }),
          onProgress: ({ done }) => steps.push(done),
        },
      );
      samples.forEach((sample, row) => {
        const mine = seen.filter((each) => each.row === row).map(({ token }) => token);
        expect(mine.map(({ text }) => text).join('')).toBe(sample.text);
        expect(mine.map(({ id }) => id)).toEqual(idsOf(sample));
      });
      expect(steps).toEqual(Array.from({ length: steps.length }, (_, i) => i + 1));
      expect(seen.findIndex(({ row }) => row === 2)).toBeLessThan(seen.findLastIndex(({ row }) => row === 0));
    });

    test('a stop text ends it before the text appears, though it lies across tokens', async () => {
      const request = { ...prompt('abcab'), maxTokens: 20, sampling: GREEDY };
      const whole = (await runner.generate(request)).samples[0]?.text ?? '';
      const stop = [whole.slice(4, 7)];
      const sample = (await runner.generate({ ...request, stop })).samples[0];
      expect(sample?.text).toBe(whole.slice(0, whole.indexOf(stop[0] ?? '')));
      expect(sample?.ended).toBe('stop');
    });

    describe('under a guard', () => {
      const loop = { ...prompt('abcab'), maxTokens: 40, sampling: GREEDY };
      const guard = { watch: 'repetition', threshold: 0.3 } as const;
      const under = async (action: SamplingGuard['action'], differs: Partial<GenerateRequest> = {}) =>
        (await runner.generate({ ...loop, guards: [{ ...guard, action }], ...differs })).samples;

      test('that only watches, the same is written, and it is told where it trips', async () => {
        const [free] = (await runner.generate(loop)).samples;
        const [watched] = await under('watch');
        expect(watched?.text).toBe(free?.text);
        const trip = watched?.trips[0];
        const before = (n: number) => repeated((idsOf(free) ?? []).slice(0, n), 4);
        expect(trip?.value).toBe(before((trip?.token ?? 0) + 1));
        expect(trip?.value).toBeGreaterThanOrEqual(0.3);
        expect(trip?.token).toBe(4); // it loops at once: the first token that is judged
      });

      test('that stops, it ends there', async () => {
        const [watched] = await under('watch');
        const [stopped] = await under('stop');
        expect(stopped?.ended).toBe('guard');
        expect(idsOf(stopped)).toEqual(idsOf(watched)?.slice(0, (watched?.trips[0]?.token ?? 0) + 1));
      });

      test.each(['penalise', 'widen'] as const)(
        'that can %s, it goes on otherwise, and is the same again',
        async (action) => {
          const [watched] = await under('watch');
          const [acted] = await under(action);
          const at = (watched?.trips[0]?.token ?? 0) + 1;
          expect(idsOf(acted)?.slice(0, at)).toEqual(idsOf(watched)?.slice(0, at));
          expect(idsOf(acted)).not.toEqual(idsOf(watched));
          expect(await under(action)).toEqual([acted]);
        },
      );

      test('that penalises, no run of four is written again from the trip on', async () => {
        const [acted] = await under('penalise');
        const all = ngrams(idsOf(acted) ?? [], 4);
        const from = (acted?.trips[0]?.token ?? 0) + 1;
        all.slice(from - 3).forEach((gram, i) => {
          expect(all.slice(0, from - 3 + i)).not.toContain(gram);
        });
      });

      test('the log-probabilities and entropies are the model’s own', async () => {
        const [acted] = await under('penalise', { maxTokens: 24 });
        const all = [...ids('abcab'), ...(idsOf(acted) ?? [])];
        const { hooks } = await tinyModel().forward({ tokens: [all], hooks: ['logits'] });
        const logits = hooks.get('logits')?.data ?? new Float32Array();
        acted?.tokens.forEach(({ id }, i) => {
          const row = Array.from(logits.subarray((i + 4) * 257, (i + 5) * 257));
          const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
          const logs = row.map((logit) => logit - Math.log(total));
          expect(acted.logProbs[i]).toBeCloseTo(logs[id] ?? 0, 5);
          expect(acted.entropies[i]).toBeCloseTo(-logs.reduce((sum, log) => sum + Math.exp(log) * log, 0), 4);
        });
      });

      test('each sample is watched by itself', async () => {
        const wild = { samples: 4, sampling: warm(3), maxTokens: 30 };
        const all = await under('stop', wild);
        for (const [row, sample] of all.entries())
          expect(await under('stop', { ...wild, samples: 1, sampling: warm(rowSeed(3, row)) })).toEqual([
            sample,
          ]);
      });

      test('a threshold that is no number is refused', async () => {
        await expect(
          under('stop', { guards: [{ ...guard, threshold: Number.NaN, action: 'stop' }] }),
        ).rejects.toMatchObject({
          code: 'request-invalid',
        });
      });
    });

    test('no end token is drawn before so many tokens as are asked for', async () => {
      const request = { ...prompt('x'), maxTokens: 60, samples: 12, sampling: { temperature: 3, seed: 1 } };
      const short = (await runner.generate(request)).samples.map(({ tokens }) => tokens.length);
      expect(Math.min(...short)).toBeLessThan(40);
      const { samples } = await runner.generate({ ...request, minTokens: 40 });
      expect(Math.min(...samples.map(({ tokens }) => tokens.length))).toBeGreaterThanOrEqual(40);
    });

    test('the end token ends a sample, and the others write on', async () => {
      const request = { ...prompt('x'), maxTokens: 60, samples: 12, sampling: { temperature: 3, seed: 1 } };
      const { samples } = await runner.generate(request);
      const ended = samples.filter((sample) => sample.ended === 'end-token');
      expect(ended.length).toBeGreaterThan(0);
      expect(samples.some((sample) => sample.ended === 'length' && sample.tokens.length === 60)).toBe(true);
      for (const { tokens } of ended) expect(tokens.length).toBeLessThan(60);
      expect(samples.flatMap(({ tokens }) => tokens).every(({ id }) => id !== END)).toBe(true);
    });

    test('a batch made smaller writes on as it would have', async () => {
      const request = { ...prompt('abc'), maxTokens: 40, stop: [...'abcdefghijklm'] };
      const { samples } = await runner.generate({ ...request, samples: 8, sampling: hot(4) });
      const lengths = samples.map(({ tokens }) => tokens.length).sort((a, b) => a - b);
      expect(lengths[3]).toBeLessThan(lengths[7] ?? 0); // half of them ended before the last
      for (const [row, sample] of samples.entries()) {
        const alone = await runner.generate({ ...request, sampling: hot(rowSeed(4, row)) });
        expect(alone.samples).toEqual([sample]);
      }
    });

    test('the context ends it', async () => {
      const { samples } = await runner.generate({
        ...prompt('x'.repeat(60)),
        maxTokens: 500,
        sampling: GREEDY,
      });
      expect([samples[0]?.tokens.length, samples[0]?.ended]).toEqual([96 - 60, 'length']);
    });

    test('a cancel between tokens ends it', async () => {
      const stop = new AbortController();
      const seen: Token[] = [];
      const onToken = (_: number, token: Token) => {
        if (seen.push(token) === 3) stop.abort();
      };
      const writing = runner.generate(
        { ...prompt('abc'), maxTokens: 90, sampling: GREEDY },
        { signal: stop.signal, onToken },
      );
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(await runner.tokenize('a')).toHaveLength(1); // the turn was given back
      expect(seen.length).toBeLessThan(90);
    });

    test('a listener that throws ends it with its own error', async () => {
      const request = { ...prompt('abc'), maxTokens: 90, sampling: GREEDY };
      const onToken = () => {
        throw new RangeError('the listener’s own');
      };
      await expect(runner.generate(request, { onToken })).rejects.toThrow('the listener’s own');
      expect(await runner.tokenize('a')).toHaveLength(1);
    });

    test.each([
      [{ maxTokens: 0 }, 'request-invalid'],
      [{ samples: 1.5 }, 'request-invalid'],
      [{ stop: [''] }, 'request-invalid'],
      [{ sampling: { temperature: -1, seed: 0 } }, 'request-invalid'],
      [{ sampling: { temperature: 1, topP: 0, seed: 0 } }, 'request-invalid'],
      [{ tokens: [] }, 'prompt-empty'],
    ])('%j is refused as %s', async (wrong, code) => {
      const request = { ...prompt('a'), maxTokens: 2, sampling: GREEDY, ...wrong };
      await expect(runner.generate(request)).rejects.toMatchObject({ code });
    });
  });
}
