/** One conversation of the crash test, on either platform, as people hold one: they wait for the answer, and ask again when told that it failed. */

import { setTimeout as pause } from 'node:timers/promises';

/** What somebody says or presses, and what is to be read in its one answer. */
export interface Ask {
  /** A line of the language, plain words, or a button of the last answer. */
  readonly kind: 'line' | 'talk' | 'button';
  /** Unique within the conversation, but for buttons. */
  readonly text: string;
}

/** An ask that reached the platform. */
export interface Sent extends Ask {
  /** The platform was told that it arrived, or will deliver it until it is. */
  readonly accepted: boolean;
}

/** Where a conversation is held. */
export interface Stage {
  /** Opens a session. @returns whether it was acknowledged */
  open(text: string): Promise<boolean>;
  /** Says something in the session that stands. */
  say(text: string): Promise<boolean>;
  press(button: string): Promise<boolean>;
  /** Under which names its session is remembered. */
  place(): { readonly workspace: string; readonly channel: string; readonly thread: string };
  /** Finished answers in the session, in the order they stand there. */
  answers(): readonly string[];
  /** Answers to openings that were never acknowledged, in threads of their own. */
  strays(): readonly string[];
  /** Waits until the session has so many finished answers. */
  answered(count: number): Promise<void>;
}

const LANDS = ['France', 'Spain', 'Italy', 'Japan', 'Egypt', 'Peru', 'Norway', 'Greece', 'China', 'Cuba'];

/** The asks of a conversation: its own words each time, so that no answer can stand for another. */
export function script(length: number, seed: number): Ask[] {
  return Array.from({ length }, (_, n): Ask => {
    const land = LANDS[(n + seed) % LANDS.length] ?? '';
    const text = `Ask ${seed}-${n}. The capital of ${land} is`;
    if (n % 5 < 2) return { kind: 'line', text: `.p/reflect.lens ${text}` };
    if (n % 5 === 2) return { kind: 'button', text: 'Run again' };
    if (n % 5 === 3) return { kind: 'line', text: '.p/reflect.lens{top=2}' };
    return { kind: 'talk', text };
  });
}

/** A person reads that it failed, and presses again; the bot is back within a minute. */
const AGAIN_MS = 250;
const MOST_TRIES = 400;

/**
 * Holds it to its end.
 *
 * @param onAnswer  told of each answer that people wait for
 * @returns what was sent, in its order
 */
export async function converse(stage: Stage, asks: readonly Ask[], onAnswer: () => void): Promise<Sent[]> {
  const sent: Sent[] = [];
  let standing = 0;
  for (const ask of asks) {
    for (let tries = 1; ; tries++) {
      const text = tries === 1 || ask.kind === 'button' ? ask.text : again(ask.text, tries);
      const accepted = await deliver(stage, { ...ask, text }, standing);
      sent.push({ ...ask, text, accepted });
      if (accepted) break;
      if (tries > MOST_TRIES) throw new Error(`nobody takes “${ask.text}”`);
      await pause(AGAIN_MS);
    }
    standing++;
    await stage.answered(standing);
    onAnswer();
  }
  return sent;
}

/** Asked again it is another text, so that its answer is told from that of the first. */
const again = (text: string, tries: number): string =>
  text.replace(/Ask /, `Ask ${'again '.repeat(tries - 1)}`);

const deliver = (stage: Stage, { kind, text }: Ask, standing: number): Promise<boolean> =>
  standing === 0 ? stage.open(text) : kind === 'button' ? stage.press(text) : stage.say(text);
