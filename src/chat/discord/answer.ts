import type { Pick } from '../../kernel/pick.ts';
import type { Reply } from '../../kernel/reply.ts';
import { controlsOf, type Owner } from './controls.ts';
import { escaped, shown } from './escape.ts';
import { fileName, jsonFile, pictureFile, textFile } from './files.ts';
import { fitted } from './fitted.ts';
import { LIMITS } from './limits.ts';
import { type DiscordMessage, type MessageFile, messageOf } from './message.ts';

export interface Answered {
  readonly reply: Reply;
  /** Bytes of the reply's picture, when it has one. */
  readonly png?: Uint8Array;
  readonly picks: readonly Pick[];
  /** Bytes that a file may have here: `address.fileLimit`. */
  readonly fileLimit: number;
}

/** Characters of the prompt that an answer shows again. */
const PROMPT_SHOWN = 160;

/** One answer, one message: picture, words, buttons. What does not fit is in a text file, whole. */
export function answerMessage({ reply, png, picks, fileLimit }: Answered, owner: Owner): DiscordMessage {
  const tooLarge = png !== undefined && png.length > fileLimit;
  const pictures = png === undefined || tooLarge ? [] : [pictureFile(reply, png)];
  const notes = tooLarge ? [`The picture has ${png.length} bytes; files here may have ${fileLimit}.`] : [];
  const { content, files } = words(reply, notes, fileLimit);
  return messageOf(content, [...pictures, ...files], controlsOf(reply, picks, owner));
}

/** What the button JSON gives: the reply, as every other front end gets it. */
export function jsonMessage(reply: Reply, fileLimit: number): DiscordMessage {
  const file = jsonFile(reply);
  return file.bytes.length <= fileLimit
    ? messageOf('', [file])
    : messageOf(`The JSON has ${file.bytes.length} bytes; files here may have ${fileLimit}.`);
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
