import type { ChatEvent } from '../../kernel/chat-event.ts';
import { addressOf, repliesByToken } from './address.ts';
import type { ApiInteraction } from './api.ts';
import type { Completion } from './complete.ts';
import type { DiscordMessage } from './message.ts';
import { field } from './posted.ts';
import { API, isApi } from './refusal.ts';
import type { Rest } from './rest.ts';
import { type Hook, ROUTES } from './routes.ts';
import { EPHEMERAL } from './say-failure.ts';

const CALLBACK = { message: 4, thinking: 5, later: 6 } as const;

/** Discord waits three seconds for the first word. */
const TOO_LATE = 3_500;

/**
 * Tells Discord that an interaction has arrived: a command's reply begins ("is thinking"), a control is
 * let go of.
 *
 * @returns id of the reply of a command; undefined where Discord did not say, or had it acknowledged before
 * @throws {ApiRefusal} 10062 when it came too late; `unreachable`
 */
export async function acknowledge(event: ChatEvent, rest: Rest): Promise<string | undefined> {
  const isReply = repliesByToken(event);
  try {
    const made = await callback(rest, hookOf(event), { type: isReply ? CALLBACK.thinking : CALLBACK.later });
    const id = field(field(made, 'interaction'), 'response_message_id');
    return isReply && typeof id === 'string' ? id : undefined;
  } catch (error) {
    if (isApi(error, API.acknowledged)) return undefined;
    throw error;
  }
}

/** Words for the person alone, instead of a turn. */
export const sayAtOnce = (
  interaction: ApiInteraction,
  { body }: DiscordMessage,
  rest: Rest,
): Promise<unknown> =>
  callback(rest, interaction, { type: CALLBACK.message, data: { ...body, flags: EPHEMERAL } });

export const offer = (interaction: ApiInteraction, completion: Completion, rest: Rest): Promise<unknown> =>
  callback(rest, interaction, completion);

type Told = Pick<ApiInteraction, 'id' | 'token'>;

const callback = (rest: Rest, { id, token }: Told, body: unknown): Promise<unknown> =>
  rest({
    method: 'POST',
    path: ROUTES.callback(id, token),
    byPath: true,
    body,
    query: { with_response: 'true' },
    signal: AbortSignal.timeout(TOO_LATE),
  });

function hookOf(event: ChatEvent): Told {
  const hook: Partial<Hook> = addressOf(event).hook ?? {};
  return { id: event.id, token: hook.token ?? '' };
}
