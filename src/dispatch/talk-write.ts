import type { SaidFinding, SaidToken } from '../analysis/said-finding.ts';
import type { GuardTrip, Runner, SamplingGuard } from '../engine/runner.ts';
import type { Token } from '../kernel/ids.ts';
import type { TurnOptions } from './flow.ts';
import type { TalkPrompt } from './talk-prompt.ts';

/** A text that is only continued ends with its paragraph. */
const EMPTY_LINE = '\n\n';

interface Written extends Pick<SaidFinding, 'text' | 'ended'> {
  readonly tokens: readonly SaidToken[];
  /** Of the guards, in their order. */
  readonly trips: readonly (GuardTrip | null)[];
}

/**
 * Lets the model write, and tells what is written while it is; where the words are told, how many there
 * are is not told beside them.
 *
 * @returns tokens with the text that each added (none, where a character is not whole yet)
 */
export async function write(
  runner: Runner,
  prompt: TalkPrompt,
  { maxTokens, ...sampling }: SaidFinding['sampling'],
  { onText, onProgress, ...options }: TurnOptions,
  guards: readonly SamplingGuard[] = [],
): Promise<Written> {
  const settled: Token[] = [];
  let soFar = '';
  const onToken = (_row: number, token: Token): void => {
    settled.push(token);
    soFar += token.text;
    onText?.(soFar);
  };
  const { samples } = await runner.generate(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      maxTokens,
      sampling,
      ...(prompt.form === 'continuation' ? { stop: [EMPTY_LINE] } : {}),
      guards,
    },
    { ...options, onToken, ...(onText === undefined && onProgress !== undefined ? { onProgress } : {}) },
  );
  const [sample] = samples;
  if (sample === undefined) throw new TypeError('a generation without a sample');
  const tokens = settled.map((token, i) => ({ ...token, prob: Math.exp(sample.logProbs[i] ?? Number.NaN) }));
  return { text: sample.text, tokens, ended: ENDS[sample.ended], trips: sample.trips };
}

const ENDS = { 'end-token': 'end', length: 'length', stop: 'stopped', guard: 'guard' } as const;
