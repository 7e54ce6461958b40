import { type Json, objectAt, objectsAt, textAt } from './json.ts';
import { refusedMessage } from './limits.ts';
import { asSlackGives, type Front, type Method, refused, shut, tellMessage } from './method.ts';
import { BOT } from './workspace.ts';

const post: Method = async (args, front) => {
  const no = refusedFirst('chat.postMessage', args, front);
  if (no !== undefined) return no;
  const answer = await front.emulated.call('chat.postMessage', withBlockIds(args));
  if (answer.ok !== true) return answer;
  const message = asSlackGives(objectAt(answer, 'message'));
  seen(args, message, front);
  tellMessage(front, textAt(args, 'channel'), message);
  return { ...answer, message };
};

const update: Method = async (args, front) => {
  const no = refusedFirst('chat.update', args, front);
  if (no !== undefined) return no;
  const [channel, ts] = [textAt(args, 'channel'), textAt(args, 'ts')];
  const answer = await front.emulated.call('chat.update', withBlockIds(args));
  if (answer.ok !== true) return answer;
  const message = asSlackGives(objectAt(answer, 'message'));
  const before = front.log.find(channel, ts);
  tellMessage(front, channel, {
    ...hiddenChange('message_changed', objectAt(message, 'edited')),
    message,
    previous_message: { type: 'message', user: BOT.user, ts, text: before?.text ?? '' },
  });
  front.log.edit(channel, ts, { text: textAt(message, 'text'), blocks: objectsAt(message, 'blocks') });
  return { ...answer, message };
};

const remove: Method = async (args, front) => {
  const [channel, ts] = [textAt(args, 'channel'), textAt(args, 'ts')];
  const no = shut(front, channel);
  if (no !== undefined) return no;
  const answer = await front.emulated.call('chat.delete', args);
  const message = front.log.find(channel, ts);
  if (answer.ok !== true || message === undefined) return answer;
  message.deleted = true;
  tellMessage(front, channel, { ...hiddenChange('message_deleted', { ts }), deleted_ts: ts });
  front.log.changed();
  return answer;
};

const ephemeral: Method = async (args, front) => {
  const no = refusedFirst('chat.postEphemeral', args, front);
  if (no !== undefined) return no;
  const answer = await front.emulated.call('chat.postEphemeral', withBlockIds(args));
  const message = { ...args, ts: answer.message_ts, user: BOT.user };
  if (answer.ok === true) seen(args, message, front, textAt(args, 'user'));
  return answer;
};

export const CHAT: Readonly<Record<string, Method>> = {
  'chat.postMessage': post,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': ephemeral,
};

function refusedFirst(method: string, args: Json, front: Front): Json | undefined {
  front.log.sent(args);
  const why = refusedMessage(args, method);
  return why === undefined ? shut(front, textAt(args, 'channel')) : refused(front, method, why);
}

/** Slack gives each block an id of its own. */
export const withBlockIds = (args: Json): Json =>
  Array.isArray(args.blocks)
    ? {
        ...args,
        blocks: objectsAt(args, 'blocks').map((block, index) => ({ block_id: `b${index}`, ...block })),
      }
    : args;

const hiddenChange = (subtype: string, edited: Json): Json => ({ subtype, hidden: true, ts: edited.ts });

function seen(args: Json, message: Json, { log }: Front, onlyFor?: string): void {
  const thread = textAt(args, 'thread_ts');
  log.messages.push({
    channel: textAt(args, 'channel'),
    ts: textAt(message, 'ts'),
    ...(thread === '' ? {} : { thread }),
    user: textAt(message, 'user'),
    text: textAt(message, 'text'),
    blocks: objectsAt(message, 'blocks'),
    files: [],
    edits: [],
    deleted: false,
    ...(onlyFor === undefined ? {} : { onlyFor }),
    via: onlyFor === undefined ? 'chat.postMessage' : 'chat.postEphemeral',
  });
  log.changed();
}
