import { brokenInBlocks } from './block-limits.ts';
import { at, type Json, objectsAt, textAt } from './json.ts';
import { type Broken, broken, textObject, unless, within } from './text-limits.ts';

/** What Slack answers a request with that breaks a rule, and which rules. */
export interface Refused {
  readonly error: string;
  readonly rules: readonly Broken[];
}

/** Characters of all blocks of a message together, written as JSON: the limit is not published; measured by others. */
const BLOCKS_TOGETHER = 13_000;
/** @see https://docs.slack.dev/reference/methods/chat.update */
const UPDATED_TEXT = 4_000;
/** Longer text is cut by Slack. @see https://docs.slack.dev/reference/methods/chat.postMessage */
const POSTED_TEXT = 40_000;

const refusedBy = (error: string, rules: readonly Broken[]): Refused[] =>
  rules.length === 0 ? [] : [{ error, rules }];

/** Of a message that is posted, changed or shared with a file. @param method  `chat.update` takes less text */
export function refusedMessage(args: Json, method: string): Refused | undefined {
  const [text, blocks] = [textAt(args, 'text'), objectsAt(args, 'blocks')];
  const most = method === 'chat.update' ? UPDATED_TEXT : POSTED_TEXT;
  const together = JSON.stringify(blocks).length;
  const shape = args.blocks !== undefined && !Array.isArray(args.blocks);
  return [
    ...refusedBy('msg_too_long', unless(text.length <= most, `${method} text ≤ ${most}`, text)),
    ...refusedBy('invalid_blocks_format', shape ? [broken('blocks is a list', args.blocks)] : []),
    ...refusedBy('invalid_blocks', brokenInBlocks(blocks, 50)),
    ...refusedBy(
      'msg_blocks_too_long',
      unless(together <= BLOCKS_TOGETHER, `blocks together ≤ ${BLOCKS_TOGETHER}`, `${together} characters`),
    ),
    ...refusedBy('invalid_arguments', leftovers(args)),
  ][0];
}

/** @see https://docs.slack.dev/reference/views/modal-views */
export function refusedView(view: Json): Refused | undefined {
  const modal = view.type === 'modal';
  const inputs = objectsAt(view, 'blocks').some(({ type }) => type === 'input');
  return refusedBy('invalid_arguments', [
    ...unless(modal || view.type === 'home', 'view.type', view.type),
    ...textObject(modal ? (view.title ?? '') : undefined, 24, 'modal.title', 'plain_text'),
    ...textObject(view.submit, 24, 'modal.submit', 'plain_text'),
    ...textObject(view.close, 24, 'modal.close', 'plain_text'),
    ...unless(
      !(modal && inputs) || view.submit !== undefined,
      'modal.submit where there are inputs',
      view.submit,
    ),
    ...within(view.private_metadata || undefined, 3000, 'view.private_metadata'),
    ...within(view.callback_id || undefined, 255, 'view.callback_id'),
    ...within(view.external_id || undefined, 255, 'view.external_id'),
    ...brokenInBlocks(objectsAt(view, 'blocks'), 100),
  ])[0];
}

/** Of a file that is announced. @see https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export function refusedUpload(args: Json): Refused | undefined {
  const length = Number(args.length);
  return refusedBy('invalid_arguments', [
    ...within(args.filename ?? '', 255, 'filename'),
    ...unless(Number.isInteger(length) && length > 0, 'length > 0', args.length),
    ...within(at(args, 'alt_txt') ?? at(args, 'alt_text'), 1000, 'alt_txt'),
  ])[0];
}

/** Values that a client forgot to write out: Slack takes them as text, and people see `[object Object]`. */
const leftovers = (args: Json): Broken[] =>
  ['text', 'channel', 'thread_ts', 'ts'].flatMap((key) =>
    unless(
      !/^(undefined|null|\[object Object\])$/.test(textAt(args, key)),
      `${key} is not a leftover`,
      args[key],
    ),
  );
