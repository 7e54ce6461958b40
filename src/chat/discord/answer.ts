import type { Pick } from '../../kernel/pick.ts';
import type { Reply } from '../../kernel/reply.ts';
import type { Attachment } from '../../kernel/voice.ts';
import { controlsOf, type Owner } from './controls.ts';
import { escaped, shown } from './escape.ts';
import { fileName, jsonFile, pictureFile, textFile } from './files.ts';
import { fitted } from './fitted.ts';
import { LIMITS } from './limits.ts';
import { type DiscordMessage, type MessageFile, messageOf } from './message.ts';

export interface AnswerParts {
  readonly reply: Reply;
  /** Bytes of the reply's picture, when it has one. */
  readonly png?: Uint8Array | undefined;
  readonly picks: readonly Pick[];
  /** What else goes with it. */
  readonly files?: readonly Attachment[];
  /** Bytes that a file may have here: `address.fileLimit`. */
  readonly fileLimit: number;
  /** What went otherwise than it should have. */
  readonly notes?: readonly string[];
}

/** Characters of the prompt that an answer shows again. */
const PROMPT_SHOWN = 160;

/** One answer, one message: picture, words, buttons, files. Words that do not fit are in a text file, whole. */
export function answerMessage(parts: AnswerParts, owner: Owner): DiscordMessage {
  const { reply, png, picks, files: given = [], fileLimit, notes = [] } = parts;
  const wanted: readonly MessageFile[] = [...(png === undefined ? [] : [pictureFile(reply, png)]), ...given];
  const fitting = wanted.filter(({ bytes }) => bytes.length <= fileLimit).slice(0, MOST_GIVEN);
  const left = wanted.filter((file) => !fitting.includes(file)).map((file) => leftOut(file, fileLimit));
  const { content, files } = words(reply, [...notes, ...left], fileLimit);
  return messageOf(content, [...fitting, ...files], controlsOf(reply, picks, owner));
}

/** One of a message's files may be the words. */
const MOST_GIVEN = LIMITS.files - 1;

function leftOut({ name, type, bytes }: MessageFile, fileLimit: number): string {
  const what = type === 'image/png' ? 'The picture' : name;
  return bytes.length > fileLimit
    ? `${what} has ${bytes.length} bytes; files here may have ${fileLimit}.`
    : `${what} is left out: a message has ${LIMITS.files} files at most.`;
}

/** What the button JSON gives: the reply, as every other front end gets it. */
export function jsonMessage(reply: Reply, fileLimit: number, notes: readonly string[] = []): DiscordMessage {
  const file = jsonFile(reply);
  const fits = file.bytes.length <= fileLimit;
  const said = [
    ...notes,
    ...(fits ? [] : [`The JSON has ${file.bytes.length} bytes; files here may have ${fileLimit}.`]),
  ];
  return messageOf(said.map(escaped).join('\n'), fits ? [file] : []);
}

/** The words of a turn while it waits or runs; edits replace them. */
export const progressContent = (step: string): string => fitted(step, LIMITS.content, escaped);

function words(
  reply: Reply,
  notes: readonly string[],
  fileLimit: number,
): { content: string; files: readonly MessageFile[] } {
  const caveats = [...notes, ...reply.caveats];
  const head = headOf(reply);
  const tail = caveats.map((caveat) => `\n-# · ${oneLine(caveat)}`).join('');
  const whole = `${head}${escaped(reply.text.trim())}${tail}`;
  if (whole.length <= LIMITS.content) return { content: whole, files: [] };
  const plain = [reply.text.trim(), ...caveats.map((caveat) => `· ${caveat}`)].join('\n');
  const file = textFile(`${fileName(reply)}.txt`, shown(plain), fileLimit);
  const end = `\n-# · All of it is in ${escaped(file.name)}.`;
  const content = `${head}${fitted(reply.text.trim(), LIMITS.content - head.length - end.length, escaped)}${end}`;
  return { content, files: [file] };
}

/** The command and the beginning of what it was asked about: typed options are not shown by the app. */
function headOf({ command, prompt }: Reply): string {
  const asked = prompt.text.trim() === '' ? '' : ` ${fitted(prompt.text.trim(), PROMPT_SHOWN, oneLine)}`;
  return `**${fitted(command, LIMITS.label, oneLine)}**${asked}\n`;
}

const oneLine = (text: string): string => escaped(text.trim().replace(/\s*\n\s*/g, ' ⏎ '));
