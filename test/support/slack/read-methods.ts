import { type Json, objectsAt, textAt } from './json.ts';
import { asSlackGives, type Method, refusal } from './method.ts';

/** What has been said, between two times: the emulator leaves the times and the length to us. */
const listing =
  (method: 'conversations.history' | 'conversations.replies'): Method =>
  async (args, { workspace, emulated }) => {
    const place = workspace.channels.get(textAt(args, 'channel'));
    if (place === undefined || (place.kind !== 'channel' && !place.joined))
      return refusal('channel_not_found');
    if (!place.joined) return refusal('not_in_channel');
    const { oldest: _o, latest: _l, limit: _n, ...rest } = args;
    const answer = await emulated.call(method, { ...rest, limit: 1000 });
    if (answer.ok !== true) return answer;
    const all = objectsAt(answer, 'messages');
    if (method === 'conversations.replies' && all.length === 0) return refusal('thread_not_found');
    const within = all.filter((message) => isWithin(message, args));
    const most = Math.min(Number(args.limit ?? 100) || 100, 1000);
    const metadata = isTrue(args.include_all_metadata);
    return {
      ok: true,
      messages: within.slice(0, most).map((message) => asSlackGives(message, metadata)),
      has_more: within.length > most,
    };
  };

/** Exclusive of both ends unless `inclusive`; the first of a thread is always there. */
function isWithin(message: Json, { oldest, latest, inclusive, ts: parent }: Json): boolean {
  const ts = textAt(message, 'ts');
  if (ts === parent) return true;
  const [low, high] = [String(oldest ?? '0'), String(latest ?? '9999999999')];
  if (isTrue(inclusive) && (ts === low || ts === high)) return true;
  return Number(ts) > Number(low) && Number(ts) < Number(high);
}

const isTrue = (value: unknown): boolean =>
  value === true || value === 'true' || value === 1 || value === '1';

/** Channels that a person and the bot are both in; everybody is in every channel. */
const conversations: Method = async ({ types = 'public_channel' }, { workspace }) => {
  const kinds: Readonly<Record<string, string>> = {
    channel: 'public_channel',
    group: 'private_channel',
    im: 'im',
  };
  const seen = [...workspace.channels.values()].filter(
    ({ kind, joined }) =>
      joined &&
      String(types)
        .split(',')
        .includes(kinds[kind] ?? ''),
  );
  return { ok: true, channels: seen.map(({ id, name }) => ({ id, name })) };
};

export const READ: Readonly<Record<string, Method>> = {
  'conversations.history': listing('conversations.history'),
  'conversations.replies': listing('conversations.replies'),
  'users.conversations': conversations,
};
