import type { Finding } from '../analysis/findings.ts';
import type { SaidFinding } from '../analysis/said-finding.ts';
import type { Runner } from '../engine/runner.ts';
import { DotpError } from '../kernel/errors.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Prompt } from './command.ts';

/** What the model reads before it answers. */
export interface TalkPrompt extends Prompt, Pick<SaidFinding, 'form' | 'earlier'> {
  /** What was typed held a control token or a mark of the template, which is taken apart. */
  readonly takenApart: boolean;
}

/** Tokens of an answer at most; of a text that is only continued. */
const ANSWER = 120;
const CONTINUED = 40;
/** Tokens of a conversation that are read at most: more would be slow here, and could not be explained. */
const SEEN = 512;

/** Tokens that are kept for the answer: no more than half of what a small model reads. */
export const answerTokens = ({ context }: ModelFacts, form: SaidFinding['form']): number =>
  Math.min(form === 'chat' ? ANSWER : CONTINUED, Math.floor(context / 2));

/**
 * The conversation so far and what is said now, in the model's chat template, without the oldest
 * messages where they do not fit; of a model without one the words alone.
 *
 * @param turns  answers of the thread, oldest first; what measured something was no part of the conversation
 */
export async function talkPrompt(
  runner: Runner,
  asked: string,
  turns: readonly Reply<Finding>[],
  options: CallOptions,
): Promise<TalkPrompt> {
  const exchanges = turns.flatMap(exchangeOf);
  const takenApart = (await runner.plain(asked, options)) !== asked;
  const lastOf = async (kept: number): Promise<TalkPrompt> => {
    const seen = exchanges.slice(exchanges.length - kept);
    const messages = seen.flat();
    const text = await runner.chat([...messages, { role: 'user', content: asked }], options);
    const tokens = await runner.tokenize(text, options);
    const dropped = 2 * exchanges.length - messages.length;
    const earlier = { seen: messages.length, dropped, asked: seen.map(([{ content }]) => content) };
    return { text, tokens, form: 'chat', earlier, takenApart };
  };
  try {
    const room = roomOf(await runner.facts(options));
    return await mostThatFits(exchanges.length, lastOf, ({ tokens }) => tokens.length <= room);
  } catch (error) {
    if (!(error instanceof DotpError && error.code === 'no-chat-template')) throw error;
    return { ...(await continued(runner, asked, options)), takenApart };
  }
}

const roomOf = (model: ModelFacts): number =>
  Math.min(SEEN, model.maxTokens, model.context - answerTokens(model, 'chat'));

type Exchange = readonly [Said<'user'>, Said<'assistant'>];
type Said<Role> = { readonly role: Role; readonly content: string };

const exchangeOf = ({ findings }: Reply<Finding>): Exchange[] =>
  findings.flatMap((finding): Exchange[] =>
    finding.kind === 'said'
      ? [
          [
            { role: 'user', content: finding.asked },
            { role: 'assistant', content: finding.text },
          ],
        ]
      : [],
  );

async function continued(runner: Runner, asked: string, options: CallOptions) {
  const text = await runner.plain(asked, options);
  const tokens = await runner.tokenize(text, options);
  return { text, tokens, form: 'continuation', earlier: { seen: 0, dropped: 0, asked: [] } } as const;
}

/** Tries the most first, then halves; with none at all it is taken as it is, and what runs it may refuse. */
async function mostThatFits<T>(most: number, of: (n: number) => Promise<T>, fits: (found: T) => boolean) {
  const all = await of(most);
  if (most === 0 || fits(all)) return all;
  let best = await of(0);
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const found = await of(middle);
    if (fits(found)) [best, low] = [found, middle];
    else high = middle;
  }
  return best;
}
