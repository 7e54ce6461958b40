import type { Finding } from '../analysis/findings.ts';
import type { SaidAnchor, SaidFinding } from '../analysis/said-finding.ts';
import type { Runner } from '../engine/runner.ts';
import { DotpError } from '../kernel/errors.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { anchorsMessage, anchorsPrefix, anchorsThatFit } from './anchor-scaffold.ts';
import type { Prompt } from './command.ts';

/** What the model reads before it answers. */
export interface TalkPrompt extends Prompt, Pick<SaidFinding, 'form' | 'earlier' | 'anchors'> {
  /** What was typed held a control token or a mark of the template, which is taken apart. */
  readonly takenApart: boolean;
}

/** Tokens of an answer at most; of a text that is only continued. */
const ANSWER = 120;
const CONTINUED = 40;
/** Tokens of a conversation that are read at most: more would be slow here, and could not be explained. */
const SEEN = 512;
/** Of that room, what anchors may take. */
const ANCHORS_SHARE = 0.5;

/** Tokens that are kept for the answer: no more than half of what a small model reads. */
export const answerTokens = ({ context }: ModelFacts, form: SaidFinding['form']): number =>
  Math.min(form === 'chat' ? ANSWER : CONTINUED, Math.floor(context / 2));

/**
 * The conversation so far and what is said now, in the model's chat template, without the oldest
 * messages where they do not fit; of a model without one the words alone. Before all of it stands what
 * the channel's anchors say: in a system message, or in front of the words; they get half the room at most.
 *
 * @param anchors  in the order of setting
 * @param turns  answers of the thread, oldest first; what measured something was no part of the conversation
 */
export async function talkPrompt(
  runner: Runner,
  asked: string,
  turns: readonly Reply<Finding>[],
  anchors: readonly SaidAnchor[],
  options: CallOptions,
): Promise<TalkPrompt> {
  const exchanges = turns.flatMap(exchangeOf);
  const takenApart = (await runner.plain(asked, options)) !== asked;
  const room = roomOf(await runner.facts(options));
  const lastOf = async (kept: number, minded: readonly SaidAnchor[]): Promise<TalkPrompt> => {
    const seen = exchanges.slice(exchanges.length - kept);
    const messages = seen.flat();
    const text = await runner.chat(
      [...systemOf(minded), ...messages, { role: 'user', content: asked }],
      options,
    );
    const tokens = await runner.tokenize(text, options);
    const dropped = 2 * exchanges.length - messages.length;
    const earlier = { seen: messages.length, dropped, asked: seen.map(([{ content }]) => content) };
    return { text, tokens, form: 'chat', earlier, takenApart, ...mindedOf(minded) };
  };
  try {
    const bare = anchors.length === 0 ? 0 : (await lastOf(0, [])).tokens.length;
    const fits = async (some: readonly SaidAnchor[]) =>
      (await lastOf(0, some)).tokens.length - bare <= room * ANCHORS_SHARE;
    const minded = await anchorsThatFit(anchors, fits);
    return await mostThatFits(
      exchanges.length,
      (kept) => lastOf(kept, minded),
      (found) => found.tokens.length <= room,
    );
  } catch (error) {
    if (!(error instanceof DotpError && error.code === 'no-chat-template')) throw error;
    return { ...(await continued(runner, asked, anchors, room, options)), takenApart };
  }
}

const systemOf = (anchors: readonly SaidAnchor[]) =>
  anchors.length === 0 ? [] : [{ role: 'system' as const, content: anchorsMessage(anchors) }];

const mindedOf = (anchors: readonly SaidAnchor[]) => (anchors.length === 0 ? {} : { anchors });

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

async function continued(
  runner: Runner,
  asked: string,
  anchors: readonly SaidAnchor[],
  room: number,
  options: CallOptions,
) {
  const read = async (typed: string) => {
    const text = await runner.plain(typed, options);
    return { text, tokens: await runner.tokenize(text, options) };
  };
  const prefixOf = (some: readonly SaidAnchor[]) => (some.length === 0 ? '' : `${anchorsPrefix(some)} `);
  const fits = async (some: readonly SaidAnchor[]) =>
    (await read(prefixOf(some))).tokens.length <= room * ANCHORS_SHARE;
  const minded = await anchorsThatFit(anchors, fits);
  const earlier = { seen: 0, dropped: 0, asked: [] };
  const prompt = await read(prefixOf(minded) + asked);
  return { ...prompt, form: 'continuation', earlier, ...mindedOf(minded) } as const;
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
