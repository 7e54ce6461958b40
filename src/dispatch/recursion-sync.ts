import { synchronise } from '../analysis/recursion.ts';
import type { RecursionFinding } from '../analysis/recursion-finding.ts';
import type { Ask } from './command.ts';
import { type Fed, selfFeed } from './self-feeding.ts';
import { settleDepths } from './settle-depths.ts';

/** Greedy: the word that is written is the one whose settling is measured. */
const SAMPLING = { maxTokens: 24, temperature: 0 } as const;

/**
 * The layer at which each word that a model writes has settled, pass by pass, while it is fed its own answers.
 *
 * @param target  a layer of the model, or `auto`: that by which nine of ten words of pass 1 have settled
 */
export async function recursionDepths(
  ask: Ask,
  target: number | 'auto',
  passes: number,
): Promise<RecursionFinding> {
  const sampling = { ...SAMPLING, seed: ask.seed };
  const fed = await selfFeed(ask, { passes, sampling });
  const read: { lens: RecursionFinding['lens']; pass: { text: string; tokens: Settled } }[] = [];
  for (const [done, pass] of fed.entries()) {
    ask.options.onProgress?.({
      step: 'Reading where each word settles',
      done,
      total: fed.length,
      unit: 'steps',
    });
    read.push(await settled(ask, pass));
  }
  const found = synchronise(
    read.map(({ pass }) => pass),
    target,
    ask.model.layers,
  );
  const forced = found.passes.flatMap(({ tokens }) => tokens.filter(({ own }) => !own)).length;
  const lens = read[0]?.lens ?? 'logit';
  return {
    kind: 'recursion',
    method: `the model’s greedy answer fed back to it as the next message; prediction depth of each written token by the ${lens} lens`,
    unit: 'layers, counted from 0',
    control: 'pass 1 answers the prompt itself; the last state is the model’s own answer in every pass',
    caveats: [
      ...(lens === 'logit'
        ? ['The logit lens is nearly blind before the last layers of a small model: words settle late by it.']
        : []),
      ...(forced > 0
        ? [
            `At ${forced} words the model would have ended or said another: their depth is that of what it would have said.`,
          ]
        : []),
      ...(fed.length < passes ? ['The model fell silent: there is nothing more to feed it.'] : []),
    ],
    form: fed[0]?.read.form ?? 'continuation',
    lens,
    layers: ask.model.layers,
    ended: fed.length < passes ? 'silence' : 'all',
    sampling,
    ...found,
  };
}

type Settled = RecursionFinding['passes'][number]['tokens'];

/** A token is foretold where the one before it is read. */
async function settled(ask: Ask, { read, text, written }: Fed) {
  const tokens = [...read.tokens, ...written].map(({ id }) => id);
  const positions = written.map((_, i) => read.tokens.length - 1 + i);
  const { lens, settles } = await settleDepths(ask, tokens.slice(0, -1), positions);
  return {
    lens,
    pass: {
      text,
      tokens: written.map((token, i): Settled[number] => {
        const found = settles[i];
        return {
          id: token.id,
          text: token.text,
          layer: found?.layer ?? null,
          own: found?.answer.id === token.id,
        };
      }),
    },
  };
}
