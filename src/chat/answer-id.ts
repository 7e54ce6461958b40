/**
 * What a button or a choice of an answer carries: what is to be done, with which turn's answer, on what.
 * Signed together with its channel, so that an id that somebody makes up, changes or carries into another
 * channel does nothing. Every platform hands back these characters as they were written.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { answerIdOutdated, answerIdRefused } from './errors.ts';

/** What can be asked of an answer, and the letter it is written as. */
const ACTIONS = [
  ['toggle', 't'],
  ['deeper', 'd'],
  ['fork', 'f'],
  ['rerun', 'r'],
  ['stop', 's'],
  ['json', 'j'],
  ['head', 'h'],
  ['token', 'w'],
  ['word', 'y'],
] as const;

export type AnswerAction = (typeof ACTIONS)[number][0];

export interface AnswerId {
  readonly action: AnswerAction;
  /** Id of the event that was answered. */
  readonly turn: string;
  /** On what: a head `L5H1`, the position of a token in the prompt, of a word in the answer. */
  readonly argument?: string;
}

/** Discord's limit of a custom_id, the smallest of all. */
export const MAX_ANSWER_ID = 100;

const VERSION = '1';
const TURN = /^[A-Za-z0-9:._-]{1,56}$/;
const ARGUMENT = /^[A-Za-z0-9@._-]{0,20}$/;
/** 96 bits: 16 letters of base64url. */
const MAC_BYTES = 12;
const SHAPE = /^1~([a-z])~([^~]+)~([^~]*)~([A-Za-z0-9_-]{16})$/;

/**
 * @param channel  where the answer stands, a thread's own id where it has one
 * @param key      of this installation, the same after a restart; 32 random bytes
 * @returns        at most {@link MAX_ANSWER_ID} characters
 * @throws {RangeError} on a turn or argument with characters or a length that no platform's ids have
 */
export function writeAnswerId(answer: AnswerId, channel: string, key: Uint8Array): string {
  const { action, turn, argument = '' } = answer;
  if (!TURN.test(turn)) throw new RangeError(`${JSON.stringify(turn)} cannot be the turn of an answer's id`);
  if (!ARGUMENT.test(argument))
    throw new RangeError(`${JSON.stringify(argument)} cannot be the argument of an answer's id`);
  const letter = ACTIONS.find(([name]) => name === action)?.[1] ?? '';
  const body = `${VERSION}~${letter}~${turn}~${argument}`;
  return `${body}~${macOf(body, channel, key).toString('base64url')}`;
}

/** @throws {ChatError} `answer-id-refused`, `answer-id-outdated` */
export function readAnswerId(id: string, channel: string, key: Uint8Array): AnswerId {
  if (id.length <= MAX_ANSWER_ID && /^\d{1,3}~/.test(id) && !id.startsWith(`${VERSION}~`))
    throw answerIdOutdated();
  const [, letter, turn = '', argument = '', mac = ''] = (id.length <= MAX_ANSWER_ID && SHAPE.exec(id)) || [];
  const action = ACTIONS.find(([, written]) => written === letter)?.[0];
  if (action === undefined || !TURN.test(turn) || !ARGUMENT.test(argument)) throw answerIdRefused();
  const expected = macOf(id.slice(0, id.lastIndexOf('~')), channel, key);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== MAC_BYTES || !timingSafeEqual(given, expected)) throw answerIdRefused();
  return { action, turn, ...(argument === '' ? {} : { argument }) };
}

/** The channel's length goes in front, so that no other split of the same characters has the same signature. */
const macOf = (body: string, channel: string, key: Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${channel.length}:${channel}:${body}`).digest().subarray(0, MAC_BYTES);
