/** Messages as they are made, changed and taken away, and what the gateway says of it. */
import { type Core, cdn, INTENTS } from './core.ts';
import { checkDraft, checkSaysSomething, componentsOf, filesAfter, type Upload } from './draft.ts';
import { timeOf } from './ids.ts';
import { FLAGS, heardJson, messageJson, withoutContent } from './json-message.ts';
import { objectIn, textIn } from './json-read.ts';
import { pingsOf } from './mentions.ts';
import { type Json, keepMessage, type Person, type StoredMessage } from './world.ts';

type Facts = Pick<StoredMessage, 'channel' | 'author'> &
  Partial<Pick<StoredMessage, 'type' | 'flags' | 'replyTo' | 'nonce' | 'interaction'>>;

/** @param body  as it came: content, components, attachments, allowed_mentions @throws {ApiFailure} */
export function post(core: Core, facts: Facts, body: Json, uploads: readonly Upload[]): StoredMessage {
  const { world, settings } = core;
  checkDraft(body, uploads, settings.fileLimit);
  const files = filesAfter(world, body, uploads);
  const content = textIn(body.content) ?? '';
  const components = componentsOf(body);
  const { flags = 0 } = facts;
  if ((flags & FLAGS.loading) === 0) checkSaysSomething(content, files, components);
  const message: StoredMessage = {
    id: world.ids.next(),
    type: 0,
    replyTo: undefined,
    nonce: undefined,
    interaction: undefined,
    ...facts,
    content,
    files,
    components,
    flags,
    thread: undefined,
    editedAt: undefined,
    earlier: [],
    allowed: objectIn(body.allowed_mentions),
    deleted: false,
  };
  keepMessage(world, message);
  tellOf(core, 'MESSAGE_CREATE', message);
  return message;
}

/** @throws {ApiFailure} */
export function edit(core: Core, message: StoredMessage, body: Json, uploads: readonly Upload[]): void {
  const { world, settings } = core;
  checkDraft(body, uploads, settings.fileLimit);
  const content = 'content' in body ? (textIn(body.content) ?? '') : message.content;
  const components = 'components' in body ? componentsOf(body) : message.components;
  const files = filesAfter(world, body, uploads, message.files);
  checkSaysSomething(content, files, components);
  message.earlier.push(message.content);
  message.editedAt = timeOf(world.ids.next());
  message.flags &= ~FLAGS.loading;
  message.allowed = objectIn(body.allowed_mentions);
  Object.assign(message, { content, components, files });
  tellOf(core, 'MESSAGE_UPDATE', message);
}

export function remove(core: Core, message: StoredMessage): void {
  message.deleted = true;
  const guild = core.world.channels.get(message.channel)?.guild;
  const facts = {
    id: message.id,
    channel_id: message.channel,
    ...(guild === undefined ? {} : { guild_id: guild }),
  };
  if (!isEphemeral(message)) core.tell('MESSAGE_DELETE', facts, { guild, intent: intentOf(guild) });
}

export const isEphemeral = ({ flags }: StoredMessage): boolean => (flags & FLAGS.ephemeral) !== 0;

/** What only one person sees, the gateway does not tell. An edit counts as much as a post: of what was deferred it rings. */
function tellOf(core: Core, event: string, message: StoredMessage): void {
  if (message.author === core.world.bot) core.world.pings.push(...pingsOf(message, core.world));
  if (isEphemeral(message)) return;
  const guild = core.world.channels.get(message.channel)?.guild;
  const heard = heardJson(core.world, message, cdn(core));
  const bare = isOpen(core, message) ? undefined : withoutContent(bareReference(heard));
  core.tell(event, heard, { guild, intent: intentOf(guild), bare });
}

const intentOf = (guild: string | undefined): number =>
  guild === undefined ? INTENTS.direct : INTENTS.messages;

const bareReference = (heard: Json): Json => {
  const to = objectIn(heard.referenced_message);
  return to === undefined ? heard : { ...heard, referenced_message: withoutContent(to) };
};

/** What the bot reads without the privileged intent: its own, direct messages, those that mention it. */
function isOpen({ world }: Core, { author, channel, content, replyTo }: StoredMessage): boolean {
  const { id } = world.bot;
  const isReply = world.messages.get(replyTo ?? '')?.author.id === id;
  return (
    author.id === id ||
    world.channels.get(channel)?.type === 1 ||
    isReply ||
    new RegExp(`<@!?${id}>`).test(content)
  );
}

/** As the bot reads it over REST. */
export function readJson(core: Core, message: StoredMessage): Json {
  const json = messageJson(core.world, message, cdn(core));
  return core.settings.messageContent || isOpen(core, message) ? json : withoutContent(json);
}

/** A message of a person, not of the bot. */
export const speak = (
  core: Core,
  channel: string,
  author: Person,
  content: string,
  replyTo?: string,
): StoredMessage =>
  post(core, { channel, author, type: replyTo === undefined ? 0 : 19, replyTo }, { content }, []);
