import type { Pick } from '../../kernel/pick.ts';
import type { Reply } from '../../kernel/reply.ts';
import type { Attachment } from '../../kernel/voice.ts';
import { aboutOf } from '../about.ts';
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
  /** Words alone: files cannot be sent here. */
  readonly wordsOnly?: boolean;
}

/** Characters of the prompt that an answer shows again. */
const PROMPT_SHOWN = 160;

/** One answer, one message: picture, words, buttons, files. Words that do not fit are in a text file, whole. */
export function answerMessage(parts: AnswerParts, owner: Owner): DiscordMessage {
  const { reply, png, picks, files: given = [], fileLimit, notes = [], wordsOnly = false } = parts;
  if (wordsOnly) return messageOf(cutWords(reply, notes), [], controlsOf(reply, picks, owner));
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
  const said = fits
    ? notes
    : [...notes, `The JSON has ${file.bytes.length} bytes; files here may have ${fileLimit}.`];
  return messageOf(linesOf(said), fits ? [file] : []);
}

/** Where there is nothing to say but what went wrong. */
export const notesMessage = (notes: readonly string[]): DiscordMessage => messageOf(linesOf(notes));

const linesOf = (notes: readonly string[]): string => fitted(notes.join('\n'), LIMITS.content, escaped);

/** The words of a turn while it waits or runs; edits replace them. */
export const progressContent = (step: string): string => fitted(step, LIMITS.content, escaped);

function words(
  reply: Reply,
  notes: readonly string[],
  fileLimit: number,
): { content: string; files: readonly MessageFile[] } {
  const whole = wholeOf(reply, notes);
  if (whole.length <= LIMITS.content) return { content: whole, files: [] };
  const caveats = [...notes, ...reply.caveats];
  const plain = [reply.text.trim(), ...caveats.map((caveat) => `· ${caveat}`)].join('\n');
  const file = textFile(`${fileName(reply)}.txt`, shown(plain), fileLimit);
  return { content: begun(reply, tailOf([`All of it is in ${file.name}.`])), files: [file] };
}

/** Without a file for the rest; what went wrong is told before all else. */
function cutWords(reply: Reply, notes: readonly string[]): string {
  const whole = wholeOf(reply, notes);
  if (whole.length <= LIMITS.content) return whole;
  return begun(reply, tailOf([...notes, 'The rest is left out.']));
}

const wholeOf = (reply: Reply, notes: readonly string[]): string =>
  `${headOf(reply)}${escaped(reply.text.trim())}${tailOf([...notes, ...reply.caveats])}`;

/** As much of the text as there is room for above the tail. */
function begun(reply: Reply, tail: string): string {
  const head = headOf(reply);
  return `${head}${fitted(reply.text.trim(), LIMITS.content - head.length - tail.length, escaped)}${tail}`;
}

const tailOf = (lines: readonly string[]): string => lines.map((line) => `\n-# · ${oneLine(line)}`).join('');

/** The command and the beginning of what it was asked about: typed options are not shown by the app. */
function headOf(reply: Reply): string {
  const { command, words } = aboutOf(reply);
  const asked = fitted(words, PROMPT_SHOWN, oneLine);
  if (command === undefined) return `“${asked}”\n`;
  return `**${fitted(command, LIMITS.label, oneLine)}**${asked === '' ? '' : ` ${asked}`}\n`;
}

const oneLine = (text: string): string => escaped(text.trim().replace(/\s*\n\s*/g, ' ⏎ '));
