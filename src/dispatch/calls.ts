import { headTest } from '../lang/bind.ts';
import { isCommand } from '../lang/parse.ts';
import { type BoundCall, readMessage } from './message.ts';
import type { Registry } from './registry.ts';

/** One thing that a message asks: a command, `toggle`, or plain words for the model. */
export type Call = BoundCall | { readonly kind: 'talk'; readonly text: string };

/**
 * @param talks  plain words are for the model; else they are a mistake
 * @throws {LangError}; {@link DispatchError} `no-command`
 */
export function callsOf(text: string, { commands, talks }: Talking): readonly Call[] {
  const isTalk = talks && text.trim() !== '' && !isCommand(text, { isHead: headTest(commands) });
  return isTalk ? [{ kind: 'talk', text }] : readMessage(text, commands);
}

interface Talking {
  readonly commands: Registry;
  readonly talks: boolean;
}

/** What a message will cost, as far as its text tells. */
export interface Cost {
  readonly usesModel: boolean;
  /** Plain words, addressed to the bot by where they are said alone. */
  readonly talks: boolean;
  /** Characters of the longest prompt. */
  readonly promptLength: number;
  /** Continuations drawn by the command that draws most. */
  readonly samples: number;
}

export function costOf(calls: readonly Call[]): Cost {
  return {
    usesModel: calls.some((call) => call.kind !== 'command' || isMeasured(call)),
    talks: calls.some((call) => call.kind === 'talk'),
    promptLength: Math.max(0, ...calls.map((call) => [...textOf(call)].length)),
    samples: Math.max(0, ...calls.map(samplesOf)),
  };
}

type CommandCall = Extract<Call, { kind: 'command' }>;

const isMeasured = ({ command: { needs } }: CommandCall): boolean =>
  needs === 'prompt' || needs === 'model' || needs === 'session';

const textOf = (call: Call): string =>
  call.kind === 'talk' ? call.text : call.kind === 'command' && isMeasured(call) ? (call.prompt ?? '') : '';

const samplesOf = (call: Call): number =>
  call.kind === 'command' && typeof call.args.samples === 'number' ? call.args.samples : 0;
