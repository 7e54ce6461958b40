import type { ChatEvent } from '../kernel/chat-event.ts';
import { type Limits, RUN_WINDOW } from '../kernel/limits.ts';

/** What is known when an event asks to be let in. */
export interface AdmitFacts {
  readonly channel: Limits;
  /** Of each role of the person. */
  readonly roles: readonly Limits[];
  readonly person: Limits;
  /** Times of the other runs, milliseconds since 1970: of all in the channel, of the person anywhere. */
  readonly runs: { readonly channel: readonly number[]; readonly person: readonly number[] };
  /** What its commands ask for, where they are read already; else the event's text is what counts. */
  readonly asks?: {
    readonly promptLength?: number;
    readonly samples?: number;
    /** false: a command, which is meant for the bot wherever it stands. */
    readonly talks?: boolean;
  };
}

export type Refusal = {
  readonly code: 'not-allowed' | 'quiet' | 'too-long' | 'too-many-samples' | 'channel-busy' | 'person-busy';
  /** For the person; undefined where even a refusal would break the silence. */
  readonly words: string | undefined;
  /** Milliseconds until the same would be let in; absent where waiting does not help. */
  readonly wait?: number;
};

export type Admission = 'ok' | Refusal;

/**
 * May this event be run? Pure: the same facts, event and time give the same answer.
 *
 * The channel's limits hold for all in it. Beside them stand the person's: her own fact, or else the
 * most generous among her roles. Only `allowed` goes over the channel: a person, then a role, may be
 * let into a channel that is closed to others, or kept out of an open one.
 */
export function admit(facts: AdmitFacts, event: ChatEvent, now: number): Admission {
  const merelySaid = event.way === 'message' && facts.asks?.talks !== false;
  if (facts.channel.quiet === true && merelySaid) return { code: 'quiet', words: undefined };
  if (!allowed(facts))
    return {
      code: 'not-allowed',
      words: 'You may not ask here: this channel, your role or your name is kept out.',
    };
  return tooLong(facts, event) ?? tooMany(facts) ?? tooOften(facts, now) ?? 'ok';
}

function allowed({ channel, roles, person }: AdmitFacts): boolean {
  const said = roles.map((role) => role.allowed).filter((fact) => fact !== undefined);
  return person.allowed ?? (said.length > 0 ? said.includes(true) : undefined) ?? channel.allowed ?? true;
}

type Amount = 'runsPerMinute' | 'promptLength' | 'samples';

/** A role without the fact does not limit, but neither does it lift what another role says. */
function ofPerson({ roles, person }: AdmitFacts, amount: Amount): number {
  const said = roles.map((role) => role[amount]).filter((fact) => fact !== undefined);
  return person[amount] ?? (said.length > 0 ? Math.max(...said) : Number.POSITIVE_INFINITY);
}

const ofBoth = (facts: AdmitFacts, amount: Amount): number =>
  Math.min(facts.channel[amount] ?? Number.POSITIVE_INFINITY, ofPerson(facts, amount));

function tooLong(facts: AdmitFacts, { text }: ChatEvent): Refusal | undefined {
  const [length, most] = [facts.asks?.promptLength ?? [...text].length, ofBoth(facts, 'promptLength')];
  if (length <= most) return undefined;
  return {
    code: 'too-long',
    words: `This is ${length} characters long; you may ask ${most} here. Shorten it.`,
  };
}

function tooMany(facts: AdmitFacts): Refusal | undefined {
  const [samples, most] = [facts.asks?.samples ?? 0, ofBoth(facts, 'samples')];
  if (samples <= most) return undefined;
  return { code: 'too-many-samples', words: `This asks for ${samples} samples; you may draw ${most} here.` };
}

function tooOften(facts: AdmitFacts, now: number): Refusal | undefined {
  const person = untilFree(facts.runs.person, ofPerson(facts, 'runsPerMinute'), now);
  const channel = untilFree(facts.runs.channel, facts.channel.runsPerMinute ?? Number.POSITIVE_INFINITY, now);
  const wait = Math.max(person, channel);
  if (wait === 0) return undefined;
  if (wait === Number.POSITIVE_INFINITY)
    return { code: 'not-allowed', words: 'No runs are allowed here: the limit is 0 a minute.' };
  const again = `Ask again in ${Math.ceil(wait / 1000)} s.`;
  return person >= channel
    ? {
        code: 'person-busy',
        words: `You have asked ${ofPerson(facts, 'runsPerMinute')} times within a minute. ${again}`,
        wait,
      }
    : {
        code: 'channel-busy',
        words: `This channel has asked ${facts.channel.runsPerMinute} times within a minute. ${again}`,
        wait,
      };
}

/** Milliseconds until fewer than `most` of the runs lie within the window; 0 when it is so now. */
function untilFree(runs: readonly number[], most: number, now: number): number {
  if (most <= 0) return Number.POSITIVE_INFINITY;
  const within = runs.filter((at) => now - at < RUN_WINDOW).sort((a, b) => a - b);
  const first = within.length < most ? undefined : within.at(-most);
  return first === undefined ? 0 : first + RUN_WINDOW - now;
}
