import { unlink } from './links.ts';
import { isCommand } from './parse.ts';
import { quote } from './quoted.ts';

/** What canonical text is made of: a bound command, or one read back from a reply. */
export interface Canonical {
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly prompt?: { readonly text: string } | undefined;
}

/**
 * The one way to write a bound command: every argument, defaults too, in the order of its definition.
 * Parsed and bound again it gives the same path, arguments and prompt.
 */
export function print({ path, args, prompt }: Canonical): string {
  const pairs = Object.entries(args).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${printValue(value)}`],
  );
  const head = pairs.length === 0 ? `.p/${path}` : `.p/${path}{${pairs.join(', ')}}`;
  return prompt === undefined ? head : `${head} ${printPrompt(prompt.text)}`;
}

/** Values are told apart by their shape: the plain data that the parameters of this room read. */
function printValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return isPlainWord(value) ? value : quote(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  if ('from' in value && 'to' in value) return `${value.from}..${value.to}`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${printValue(item)}`)
    .join(', ')}}`;
}

/** Words that read back as the same text: no number, no `null`, nothing that a chat app would change. */
const isPlainWord = (text: string): boolean =>
  /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(text) && !/^null$/i.test(text);

/** As it is when it reads back the same on one line, else in quotes. */
function printPrompt(text: string): string {
  const safe =
    text === text.trim() &&
    !/^[\s\p{P}\p{S}]|[\p{Cc}\p{Cf}]/u.test(text) &&
    !isCommand(text) &&
    unlink(text).text === text;
  return safe ? text : quote(text);
}
