import { withBlockIds } from './chat-methods.ts';
import { type Json, objectAt, objectsAt, textAt } from './json.ts';
import { refusedMessage, refusedUpload } from './limits.ts';
import type { SeenFile } from './log.ts';
import { asSlackGives, type Front, type Method, refusal, refused, shut, tellMessage } from './method.ts';
import { BOT } from './workspace.ts';

interface Announced {
  readonly name: string;
  readonly alt: string;
  readonly length: number;
  state: 'announced' | 'uploaded' | 'sharing' | 'shared';
}

/** Files on their way. The message of an upload appears a while after the call that completes it was answered. */
export interface FileMethods {
  readonly methods: Readonly<Record<string, Method>>;
  /** The bytes, at the address that was given out. */
  upload(file: string, body: Uint8Array<ArrayBuffer>, type: string, front: Front): Promise<Response>;
}

/** @param shareAfterMs  how long the message takes to appear */
export function fileMethods(shareAfterMs: number): FileMethods {
  const files = new Map<string, Announced>();
  const methods = {
    'files.getUploadURLExternal': announce(files),
    'files.completeUploadExternal': complete(files, shareAfterMs),
    'files.info': info(files),
  };
  return {
    methods,
    async upload(id, body, type, { emulated, log }) {
      const file = files.get(id);
      if (file?.state !== 'announced') return new Response('file_not_found', { status: 404 });
      const answer = await emulated.upload(id, body, type);
      file.state = 'uploaded';
      log.changed();
      return new Response(`OK - ${file.length}`, { status: answer.status });
    },
  };
}

type Files = Map<string, Announced>;

const announce =
  (files: Files): Method =>
  async (args, front) => {
    const why = refusedUpload(args);
    if (why !== undefined) return refused(front, 'files.getUploadURLExternal', why);
    const answer = await front.emulated.call('files.getUploadURLExternal', args);
    if (answer.ok !== true) return answer;
    const id = front.emulated.names.next('F', textAt(answer, 'file_id'));
    const alt = textAt(args, 'alt_txt') || textAt(args, 'alt_text');
    files.set(id, { name: textAt(args, 'filename'), alt, length: Number(args.length), state: 'announced' });
    return { ok: true, upload_url: `${front.origin}/upload/v1/${id}`, file_id: id };
  };

/** Everything that can be refused is refused at once; the rest is done later. */
const complete =
  (files: Files, shareAfterMs: number): Method =>
  async (args, front) => {
    front.log.sent(args);
    const asked = objectsAt(args, 'files').map((file) => ({
      id: textAt(file, 'id'),
      title: textAt(file, 'title'),
    }));
    if (asked.length === 0) return refusal('invalid_arguments');
    if (asked.some(({ id }) => files.get(id)?.state !== 'uploaded')) return refusal('file_not_found');
    const why = refusedMessage(args, 'files.completeUploadExternal');
    if (why !== undefined) return refused(front, 'files.completeUploadExternal', why);
    const no = shut(front, textAt(args, 'channel_id'));
    if (no !== undefined) return no;
    for (const { id } of asked) setState(files, id, 'sharing');
    setTimeout(() => void share(args, files, front), shareAfterMs);
    return { ok: true, files: asked };
  };

const setState = (files: Files, id: string, state: Announced['state']): void => {
  const file = files.get(id);
  if (file !== undefined) file.state = state;
};

async function share(args: Json, files: Files, front: Front): Promise<void> {
  const { emulated, log } = front;
  const [channel, thread] = [textAt(args, 'channel_id'), textAt(args, 'thread_ts')];
  const answer = await emulated.call('files.completeUploadExternal', withBlockIds(args));
  const shared = objectsAt(answer, 'files');
  if (shared[0] === undefined)
    return log.broke('files.completeUploadExternal', [{ rule: 'shared', found: JSON.stringify(answer) }]);
  const ts = textAt(
    Object.values(objectAt(shared[0], 'shares')).map((kind) => objectsAt(kind, channel)[0])[0],
    'ts',
  );
  const list = thread === '' ? 'conversations.history' : 'conversations.replies';
  const listed = await emulated.call(list, { channel, ts: thread, limit: 1000 });
  const message = asSlackGives(objectsAt(listed, 'messages').find((one) => one.ts === ts) ?? {});
  log.messages.push({
    channel,
    ts,
    ...(thread === '' ? {} : { thread }),
    user: BOT.user,
    text: textAt(message, 'text'),
    blocks: objectsAt(message, 'blocks'),
    files: await Promise.all(shared.map((file) => seenFile(file, files, front))),
    edits: [],
    deleted: false,
    via: 'files.completeUploadExternal',
  });
  for (const file of shared) setState(files, textAt(file, 'id'), 'shared');
  tellMessage(front, channel, message);
  log.changed();
}

async function seenFile(file: Json, files: Files, { emulated, log }: Front): Promise<SeenFile> {
  const id = textAt(file, 'id');
  const { name = '', alt = '', length = 0 } = files.get(id) ?? {};
  const bytes = await emulated.download(id, name);
  if (bytes.length !== length)
    log.broke('upload', [{ rule: 'length as announced', found: `${bytes.length}, not ${length}` }]);
  return { id, name, title: textAt(file, 'title'), alt, type: textAt(file, 'mimetype'), bytes };
}

/** Until it is shared a file is there, and in no channel. */
const info =
  (files: Files): Method =>
  async (args, { emulated }) => {
    const id = textAt(args, 'file');
    const file = files.get(id);
    if (file === undefined || file.state === 'announced') return refusal('file_not_found');
    if (file.state !== 'shared') return { ok: true, file: { id, name: file.name, shares: {} } };
    return emulated.call('files.info', { file: id });
  };
