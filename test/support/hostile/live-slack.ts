/** What of a message Slack would read as a mention, a link or a format, by a reading of its own. */
import { isObject, type Json, objectsIn, textAt } from '../slack/json.ts';
import { invisibleIn } from './invisible.ts';

/** @param sent  arguments of a call that shows something: text, blocks, view */
export function liveInSlack(sent: Json): string[] {
  const objects = objectsIn(sent);
  const texts = [textAt(sent, 'text'), ...objects.filter(({ type }) => type === 'mrkdwn').map(textOf)];
  const plain = objects.filter(({ type }) => type === 'plain_text').map(textOf);
  return [
    ...texts.flatMap((text) => liveInMrkdwn(text).map((sign) => told(sign, text))),
    ...plain.flatMap((text) => found(text, /[<@](?=\S)(?!\u200b)/g).map((sign) => told(sign, text))),
    ...[...texts, ...plain].flatMap((text) => invisibleIn(text).map((char) => told(char, text))),
    ...objects.filter(isCall).map((object) => `a ${String(object.type)} in ${JSON.stringify(object)}`),
    ...objects.filter(isLoose).map((object) => `not verbatim: ${JSON.stringify(object).slice(0, 200)}`),
  ];
}

const textOf = (object: Json): string => textAt(object, 'text');

/** Entities are the only `&`, nothing stands in angle brackets, and a sign that could format has a space of no width behind it. */
const liveInMrkdwn = (text: string): string[] =>
  found(text, /[<>]|&(?!(?:amp|lt|gt);)|[*_~`@](?!\u200b)|^&gt;/gm);

/** Elements of rich text that call somebody or lead somewhere. */
const isCall = ({ type }: Json): boolean =>
  ['user', 'usergroup', 'broadcast', 'channel', 'link', 'team', 'emoji'].includes(String(type));

const isLoose = (object: Json): boolean => object.type === 'mrkdwn' && object.verbatim !== true;

const found = (text: string, sign: RegExp): string[] => (text.match(sign) ?? []).slice(0, 3);

const told = (sign: string, text: string): string =>
  `${JSON.stringify(sign)} is live in ${JSON.stringify(text.slice(0, 300))}`;

/** Everything that a call says, as text: file contents, labels, names. */
export const wordsOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(wordsOf).join('\n')
      : isObject(value)
        ? Object.values(value).map(wordsOf).join('\n')
        : '';
