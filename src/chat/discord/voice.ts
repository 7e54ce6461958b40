import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Log } from '../../kernel/log.ts';
import { shortId } from '../../kernel/short-id.ts';
import type { Place, Voice } from '../../kernel/voice.ts';
import { opensThread, repliesByToken } from './address.ts';
import { progressDraft } from './draft.ts';
import { failureMessage } from './failure.ts';
import { findAnswer, findBegun, isProgress, look } from './find.ts';
import { nonceOf } from './nonce.ts';
import { pace } from './pace.ts';
import { edit, post } from './put.ts';
import { type Recent, recent } from './recent.ts';
import { hang, sayAnswer } from './say-answer.ts';
import { isUndeliverable, sayFailure, tellDirectly } from './say-failure.ts';
import { firstOpen, spotsOf, type Tools } from './spots.ts';

export interface VoiceOptions extends Tools {
  readonly log: Log;
  /** Ids of the replies that acknowledged interactions got, by the interaction's. */
  readonly replies: Recent<string>;
}

/** Discord's {@link Voice}, over REST alone: it needs no gateway. */
export function discordVoice({ replies, log, ...tools }: VoiceOptions): Voice {
  const since = tools.now();
  const edits = pace();
  /** Messages that are answers now, or gone. */
  const over = recent<true>(10_000);

  function progress(event: ChatEvent, { message }: Place, words: string): void {
    if (message === undefined) return;
    const draft = progressDraft(words, event.id, tools.key);
    const bucket = repliesByToken(event) ? message : (tools.stands.get(message) ?? event.channel);
    edits.edit(message, bucket, () =>
      edit(event, message, draft, tools).then(
        () => {},
        (error: unknown) => log.debug('Progress was not shown.', { id: shortId(event), error }),
      ),
    );
  }

  /** What was made before, by the acknowledgement or by an earlier process. */
  async function begun(event: ChatEvent): Promise<string | undefined> {
    const known = repliesByToken(event) ? replies.get(event.id) : undefined;
    if (known !== undefined) return known;
    const mayBeThere = repliesByToken(event) || event.receivedAt < since;
    return mayBeThere ? (await findBegun(event, tools))?.id : undefined;
  }

  async function begin(event: ChatEvent, words: string): Promise<string> {
    const draft = progressDraft(words, event.id, tools.key);
    const what = { draft, nonce: nonceOf(event, 'open'), threadName: event.text };
    try {
      return (await post(event, what, tools)).id;
    } catch (error) {
      if (isUndeliverable(error) && event.address.kind === 'message') await tellDirectly(event, tools);
      throw error;
    }
  }

  /** A turn that fails after its first answer leaves that answer standing. */
  async function hasAnswer(event: ChatEvent, message: string): Promise<boolean> {
    if (over.has(message) || event.receivedAt >= since) return over.has(message);
    const posted = await look(event, message, tools);
    return posted !== undefined && !isProgress(posted, tools);
  }

  async function takeAway(event: ChatEvent, message: string): Promise<void> {
    const posted = await look(event, message, tools);
    if (posted === undefined || !isProgress(posted, tools)) return;
    await firstOpen(spotsOf(event, message, tools), ({ channel: _, ...spot }) =>
      tools.rest({ method: 'DELETE', ...spot }),
    );
  }

  return {
    platform: 'discord',
    async open(event, words) {
      const found = await begun(event);
      const message = found ?? (await begin(event, words));
      const thread = event.thread ?? (opensThread(event) ? message : undefined);
      const place = { ...(thread === undefined ? {} : { thread }), message };
      if (found !== undefined) progress(event, place, words);
      return place;
    },
    progress,
    async answer(event, place, answered, index) {
      const { message } = place;
      if (message !== undefined && index === 0) await edits.close(message);
      const { id } = await sayAnswer(event, place, answered, index, { ...tools, log });
      if (message !== undefined && index === 0) over.set(message, true);
      return id;
    },
    async fail(event, place, error, id) {
      const message = place?.message;
      if (message !== undefined) await edits.close(message);
      const isAnswered = message !== undefined && (await hasAnswer(event, message));
      const said = await sayFailure(event, { place, isAnswered }, failureMessage(error, id), tools);
      if (message !== undefined) over.set(message, true);
      return said.id;
    },
    async end(event, { message }) {
      if (message === undefined) return;
      await edits.close(message);
      if (!over.has(message)) await takeAway(event, message);
      over.set(message, true);
    },
    async sent(event, place, answered, index) {
      const found = await findAnswer(event, place, answered, index, tools);
      // The process that said it may have died before its thread was there.
      if (found !== undefined && index === 0) await hang(event, place, found, answered, { ...tools, log });
      return found?.id;
    },
  };
}
