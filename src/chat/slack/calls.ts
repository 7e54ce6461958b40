import type { types } from '@slack/bolt';
import type { SlackMessage } from './answer-message.ts';
import type { WebClient } from './client.ts';
import { type SentFile, type Stored, shareFiles, storeFile } from './files.ts';
import type { Me } from './find.ts';
import { patient } from './patient.ts';
import type { Person } from './people.ts';

/** Where a message goes. */
export interface Where {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** A message as it is found again, but for what nobody reads. */
export interface Found {
  readonly ts: string;
  readonly user: string | undefined;
  readonly bot: string | undefined;
  readonly blocks: readonly object[];
}

export interface Channel {
  readonly id: string;
  readonly name: string;
}

/** What of the Web API is called, each with its answer as it is needed. All throw as {@link patient} does. */
export interface Calls {
  /** @returns ts of the message */
  post(where: Where, message: SlackMessage): Promise<string>;
  update(where: Where, ts: string, message: SlackMessage): Promise<void>;
  /** As `update`, but tried once, and throwing what Slack's client throws. */
  edit(where: Where, ts: string, message: SlackMessage): Promise<void>;
  remove(where: Where, ts: string): Promise<void>;
  /** Messages of a thread, or of a channel, since then; newest last. @param since  milliseconds since 1970 */
  messages(where: Where, since: number): Promise<readonly Found[]>;
  /** ts of the message with which a file was shared there; undefined while it is not yet. */
  shared(file: string, channel: string): Promise<string | undefined>;
  /** Gives Slack the bytes; nobody sees them yet. @throws {SlackError} `upload-failed` */
  store(file: SentFile): Promise<Stored>;
  /** Files that were stored, as one message. */
  share(where: Where, files: readonly Stored[], blocks: readonly types.KnownBlock[]): Promise<void>;
  me(): Promise<Me>;
  person(user: string): Promise<Person>;
  /** Who made a channel. */
  creator(channel: string): Promise<string | undefined>;
  /** Channels that both the person and the bot may see. */
  channelsOf(user: string): Promise<readonly Channel[]>;
  openView(triggerId: string, view: types.ModalView): Promise<void>;
  publishHome(user: string, view: types.HomeView): Promise<void>;
}

const PAGE = 200;
/** Of messages that are looked through for one of ours. */
const PAGES = 5;
/** Slack's clock and ours may differ. */
const SLACK_MS = 60_000;

export function callsOf(client: WebClient): Calls {
  return {
    async post({ channel, thread }, { text, blocks, parse, link_names, unfurl_links, unfurl_media }) {
      const looks = { text, blocks: [...blocks], parse, link_names, unfurl_links, unfurl_media };
      const inThread = thread === undefined ? {} : { thread_ts: thread };
      const { ts = '' } = await patient(false, () =>
        client.chat.postMessage({ channel, ...inThread, ...looks }),
      );
      return ts;
    },
    async update(where, ts, message) {
      await patient(true, () => client.chat.update(edited(where, ts, message)));
    },
    async edit(where, ts, message) {
      await client.chat.update(edited(where, ts, message));
    },
    async remove({ channel }, ts) {
      await patient(true, () => client.chat.delete({ channel, ts }));
    },
    messages: (where, since) => messagesOf(client, where, since),
    async shared(file, channel) {
      const { shares = {} } = (await patient(true, () => client.files.info({ file }))).file ?? {};
      return (shares.public?.[channel] ?? shares.private?.[channel])?.[0]?.ts;
    },
    store: (file) => storeFile(client, file),
    share: (where, files, blocks) => shareFiles(client, where, files, blocks),
    ...asking(client),
    async openView(trigger_id, view) {
      await patient(false, () => client.views.open({ trigger_id, view }));
    },
    async publishHome(user_id, view) {
      await patient(true, () => client.views.publish({ user_id, view }));
    },
  };
}

/** Who and where: nothing is said by these. */
const asking = (client: WebClient): Pick<Calls, 'me' | 'person' | 'creator' | 'channelsOf'> => ({
  async me() {
    const { user_id = '', bot_id, team_id = '' } = await patient(true, () => client.auth.test());
    return { user: user_id, bot: bot_id, workspace: team_id };
  },
  async person(user) {
    const { user: found = {} } = await patient(true, () => client.users.info({ user }));
    const { profile, real_name, name, is_admin, is_owner, is_primary_owner } = found;
    return {
      name: profile?.display_name || real_name || name || user,
      runs: is_admin === true || is_owner === true || is_primary_owner === true,
    };
  },
  async creator(channel) {
    return (await patient(true, () => client.conversations.info({ channel }))).channel?.creator;
  },
  async channelsOf(user) {
    const types = 'public_channel,private_channel';
    const asked = { user, types, exclude_archived: true, limit: PAGE };
    const { channels = [] } = await patient(true, () => client.users.conversations(asked));
    return channels.map(({ id = '', name = id }) => ({ id, name }));
  },
});

const edited = ({ channel }: Where, ts: string, { text, blocks, parse, link_names }: SlackMessage) => ({
  channel,
  ts,
  text,
  blocks: [...blocks],
  parse,
  link_names,
});

async function messagesOf(
  client: WebClient,
  { channel, thread }: Where,
  since: number,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES; page++) {
    const after = cursor === '' ? {} : { cursor };
    const range = { channel, oldest: String((since - SLACK_MS) / 1000), limit: PAGE, ...after };
    const { messages = [], response_metadata } = await patient(true, () =>
      thread === undefined
        ? client.conversations.history(range)
        : client.conversations.replies({ ...range, ts: thread }),
    );
    found.push(
      ...messages.map(({ ts = '', user, bot_id, blocks = [] }) => ({ ts, user, bot: bot_id, blocks })),
    );
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found.sort((a, b) => Number(a.ts) - Number(b.ts));
}
