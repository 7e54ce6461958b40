import { createEmulator } from 'emulate';
import { at, isObject, type Json, objectsAt, textAt } from './json.ts';
import { type Names, names } from './names.ts';
import { BOT, type Channel, directId, nameOf, TEAM, TOKENS, type Workspace } from './workspace.ts';

/** The emulator that keeps messages, files and views, seen through our ids. */
export interface Emulated {
  readonly names: Names;
  /** Calls a method of the Web API. @param as  `bot`, or a person's id */
  call(method: string, args: Json, as?: string): Promise<Json>;
  /** Bytes of a file, as the emulator holds them. @param file  our id */
  download(file: string, name: string): Promise<Uint8Array<ArrayBuffer>>;
  upload(file: string, body: Uint8Array<ArrayBuffer>, type: string): Promise<Response>;
  /** The direct messages of a person with the bot, opened when first asked for. */
  direct(person: string): Promise<Channel>;
  close(): Promise<void>;
}

/** The emulator counts 5,000 calls a token and hour, and then refuses: a busy test takes turns with these. */
const BOT_TOKENS = Array.from({ length: 60 }, (_, index) => `xoxb-emulated-${index}`);
const CALLS_A_TOKEN = 4_900;
const personToken = (person: string) => `xoxp-emulated-${person}`;

export async function emulated(workspace: Workspace): Promise<Emulated> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: seedOf(workspace) });
  const origin = `http://127.0.0.1:${new URL(emulator.url).port}`;
  const ids = names();
  let calls = 0;
  const botToken = () => BOT_TOKENS[Math.floor(calls++ / CALLS_A_TOKEN)] ?? '';
  const fetched = (path: string, body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string>) =>
    fetch(`${origin}${path}`, { method: 'POST', body, headers });
  const call = async (method: string, args: Json, as = 'bot'): Promise<Json> => {
    const authorization = `Bearer ${as === 'bot' ? botToken() : personToken(as)}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetched(`/api/${method}`, JSON.stringify(ids.inward(args)), headers);
    const answer: unknown = response.ok
      ? await response.json()
      : { ok: false, error: response.status === 404 ? 'unknown_method' : `emulator_${response.status}` };
    const ours = ids.outward(answer);
    return isObject(ours) ? ours : {};
  };
  await pairIds(call, ids, workspace);
  return {
    names: ids,
    call,
    direct: (person) => direct(person, { call, ids, workspace }),
    upload: (file, body, type) => fetched(`/upload/v1/${ids.theirs(file)}`, body, { 'content-type': type }),
    async download(file, name) {
      const headers = { authorization: `Bearer ${botToken()}` };
      const path = `/files-pri/${ids.theirs(file)}/${encodeURIComponent(name)}`;
      return new Uint8Array(await (await fetch(`${origin}${path}`, { headers })).arrayBuffer());
    },
    close: () => emulator.close(),
  };
}

/** Strict about scopes: the bot's tokens have those of the manifest, people may do everything they do here. */
function seedOf({ people, channels, scopes }: Workspace) {
  const app = { app_id: BOT.app, bot_id: BOT.bot, client_id: 'fake.dotp', bot_user_id: BOT.user };
  const bots = BOT_TOKENS.map((token) => ({
    token,
    user: BOT.user,
    type: 'bot',
    scopes: [...scopes],
    ...app,
  }));
  const persons = people.map((person) => ({ token: personToken(person), user: nameOf(person) }));
  return {
    tokens: {},
    slack: {
      strict_scopes: true,
      team: { name: 'Fake', domain: TEAM.domain },
      users: people.map((person) => ({ name: nameOf(person) })),
      channels: [...channels.values()].map(({ name, kind }) => ({ name, is_private: kind === 'group' })),
      oauth_apps: [{ ...app, client_secret: 'none', name: BOT.name, redirect_uris: [], bot_name: BOT.name }],
      tokens: [...persons, ...bots],
    },
  };
}

type Call = Emulated['call'];

/** Seeded people and channels got random ids; the bot is invited where people have closed the door. */
async function pairIds(call: Call, ids: Names, { people, channels }: Workspace): Promise<void> {
  const admin = people[0] ?? '';
  for (const user of objectsAt(await call('users.list', {}, admin), 'members')) {
    const ours = people.find((person) => nameOf(person) === user.name);
    if (ours !== undefined) ids.pair(textAt(user, 'id'), ours);
  }
  const listed = await call(
    'conversations.list',
    { types: 'public_channel,private_channel', limit: 1000 },
    admin,
  );
  for (const channel of objectsAt(listed, 'channels')) {
    const ours = [...channels.values()].find(({ name }) => name === channel.name);
    if (ours !== undefined) ids.pair(textAt(channel, 'id'), ours.id);
  }
  for (const { id, kind } of channels.values())
    if (kind === 'group') await call('conversations.invite', { channel: id, users: BOT.user }, admin);
}

async function direct(
  person: string,
  { call, ids, workspace }: { call: Call; ids: Names; workspace: Workspace },
): Promise<Channel> {
  const known = workspace.channels.get(directId(person));
  if (known !== undefined) return known;
  const opened = await call('conversations.open', { users: BOT.user }, person);
  const id = ids.pair(textAt(at(opened, 'channel'), 'id'), directId(person));
  const channel: Channel = {
    id,
    name: 'directmessage',
    kind: 'im',
    with: person,
    joined: true,
    archived: false,
  };
  workspace.channels.set(id, channel);
  return channel;
}

/** Whether the token is the bot's own or the app's; anything else Slack does not know. */
export const isToken = (token: string): boolean => token === TOKENS.bot || token === TOKENS.app;
