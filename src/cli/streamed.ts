import type { Reply } from '../kernel/reply.ts';
import { spoken } from './spoken.ts';

export interface Streamed {
  /** Writes what is new of a text that grows. */
  readonly onText: (soFar: string) => void;
  /** What is left to write of a reply whose text was told, or all of it where nothing was. */
  rest(reply: Reply): string;
}

/** A model's words on a terminal as they come. What would steer the terminal is left out. */
export function streamedTo(write: (text: string) => void): Streamed {
  let told = '';
  return {
    onText(soFar) {
      const text = harmless(soFar.trimStart());
      write(text.slice(told.length));
      told = text;
    },
    rest(reply) {
      if (told === '') return spoken(reply);
      const end = told.endsWith('\n') ? '' : '\n';
      told = '';
      return end + spoken({ ...reply, text: '' });
    },
  };
}

const harmless = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '');
