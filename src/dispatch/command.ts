import type { Finding } from '../analysis/findings.ts';
import type { Runner } from '../engine/runner.ts';
import type { Figure } from '../figure/figure.ts';
import type { Token } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Shelf } from '../kernel/shelf.ts';
import type { Attachment } from '../kernel/voice.ts';
import type { ParamSpecs, ParamsOf } from '../lang/params.ts';
import type { Here } from './here.ts';

/**
 * A command, wholly: what it asks, its parameters, how it is measured, shown and said. Help, option
 * lists, completion and schema are generated from this object; nothing else knows that it exists.
 */
export type Command<Specs extends ParamSpecs = ParamSpecs> =
  | MeasuringCommand<Specs>
  | ChannelCommand<Specs>
  | WordsCommand<Specs>;

interface Definition<Specs extends ParamSpecs> {
  /** Its address, and its file: `reflect.lens` lives in `commands/reflect/lens.ts`. */
  readonly path: string;
  readonly aliases?: readonly string[];
  /** The question it answers, as a person asks it. */
  readonly asks: string;
  /** A whole message that works. */
  readonly example: string;
  readonly params: Specs;
  /** What is shown: from the reply alone, so that a stored reply can be drawn again. */
  show?(reply: Reply<Finding>, args: ParamsOf<Specs>): Figure | undefined;
  /** What the picture says, in words; from the reply alone. */
  say(reply: Reply<Finding>, args: ParamsOf<Specs>): string;
}

/**
 * Measures something on a model: on a prompt, on the model itself, or on what was said in the thread
 * (`session`: `ask.prompt` is what was typed or replied to, empty where nothing was).
 */
export interface MeasuringCommand<Specs extends ParamSpecs = ParamSpecs> extends Definition<Specs> {
  readonly needs: 'prompt' | 'model' | 'session';
  /** What it needs with these arguments, where one of them changes what it is about. */
  needsWith?(args: ParamsOf<Specs>): 'prompt' | 'model' | 'session';
  /** @throws coded errors of any room, which reach the person as words */
  find(ask: AskHere, args: ParamsOf<Specs>): Promise<readonly Finding[]>;
}

/** Reads or changes what is kept of the channel, without the model. Its answers are not kept themselves. */
export interface ChannelCommand<Specs extends ParamSpecs = ParamSpecs> extends Definition<Specs> {
  readonly needs: 'channel';
  /**
   * @param text  what stood behind the command, may be empty
   * @throws coded errors of any room, which reach the person as words
   */
  find(here: Here, args: ParamsOf<Specs>, text: string): Promise<Found>;
}

/** What a channel command found, and the files that it gives beside it. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly files?: readonly Attachment[];
}

/** Answers from the definitions alone. */
export interface WordsCommand<Specs extends ParamSpecs = ParamSpecs> extends Definition<Specs> {
  readonly needs: 'nothing';
  /** @param text  what stood behind the command, may be empty */
  find(commands: ReadonlyMap<string, Command>, args: ParamsOf<Specs>, text: string): readonly Finding[];
}

/** What a command may use while it measures. */
export interface Ask {
  readonly runner: Runner;
  readonly model: ModelFacts;
  readonly prompt: Prompt;
  readonly seed: number;
  /** What was measured of this model before. */
  readonly shelf: Shelf;
  readonly options: CallOptions;
}

/** Where it is asked, besides: for what a channel keeps and a measurement goes by. */
export interface AskHere extends Ask {
  readonly here: Here;
}

export interface Prompt {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Gives a definition its exact parameter types. */
export const command = <const Specs extends ParamSpecs>(definition: MeasuringCommand<Specs>) => definition;

export const channelCommand = <const Specs extends ParamSpecs>(definition: ChannelCommand<Specs>) =>
  definition;

export const wordsCommand = <const Specs extends ParamSpecs>(definition: WordsCommand<Specs>) => definition;
