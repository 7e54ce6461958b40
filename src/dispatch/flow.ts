import type { Finding } from '../analysis/findings.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { type Call, callsOf } from './calls.ts';
import type { Found, MeasuringCommand, Prompt } from './command.ts';
import { draw, redrawn } from './draw.ts';
import { heartbeat } from './heartbeat.ts';
import type { Answer, House } from './house.ts';
import { knownTokens } from './known-tokens.ts';
import { modelCaveats, summaryOf } from './model-words.ts';
import { promptOf } from './prompt.ts';
import { talk } from './talk.ts';
import { timed } from './timing.ts';
import { toggle } from './toggle.ts';

/** What arrives from a front end: text, and what it was an answer to. */
export interface Message {
  readonly text: string;
  /** Text of the message this one replies to. */
  readonly repliedTo?: string;
  /** The answer whose button was pressed: `toggle` turns its picture rather than the thread's last. */
  readonly about?: Reply<Finding>;
}

export interface TurnOptions extends CallOptions {
  /** Milliseconds that the turn waited for its time. */
  readonly queued?: number;
  /** What the model has said so far, where it talks: again and again, each time longer. */
  readonly onText?: (soFar: string) => void;
}

type CommandCall = Extract<Call, { kind: 'command' }>;

/**
 * One message, answered command by command. The whole message is parsed and checked before the
 * first command runs. What this turn answered before a crash is drawn again and not run again.
 *
 * @throws {LangError} where a caret points; {@link DispatchError}; coded errors of the rooms below
 */
export async function* turn(message: Message, house: House, options: TurnOptions): AsyncGenerator<Answer> {
  for (const [index, call] of callsOf(message.text, house).entries()) {
    options.signal?.throwIfAborted();
    const stored = await house.session.stored(index);
    if (stored !== undefined) {
      await house.session.recordAgain(stored, index, call.kind !== 'toggle');
      yield await redrawn(stored, house);
      continue;
    }
    const answer = await answerTo(call, message, house, options);
    if (call.kind !== 'command' || call.command.needs !== 'channel')
      await house.session.record(answer.reply, index, call.kind !== 'toggle');
    yield answer;
  }
}

function answerTo(call: Call, message: Message, house: House, options: TurnOptions): Promise<Answer> {
  switch (call.kind) {
    case 'talk':
      return talk(message, house, options);
    case 'toggle':
      return toggle(house, message.about);
    case 'command':
      return telling(options, (told) => command(call, message, house, told));
  }
}

/** Whoever waits is told something each second. */
async function telling<T>(options: TurnOptions, work: (told: TurnOptions) => Promise<T>): Promise<T> {
  if (options.onProgress === undefined) return work(options);
  const { tell, rest } = heartbeat(options.onProgress);
  try {
    return await work({ ...options, onProgress: tell });
  } finally {
    rest();
  }
}

async function command(
  call: CommandCall,
  message: Message,
  house: House,
  options: TurnOptions,
): Promise<Answer> {
  const { command, args, prompt: text = '' } = call;
  const { files, ...found } = await findings();
  const words = replyOf(call, found);
  const reply = { ...words, text: command.say(words, args) };
  const answer = await draw(reply, command.show?.(reply, args), house);
  return files === undefined ? answer : { ...answer, files };

  function findings(): Promise<Facts & Pick<Found, 'files'>> | (Facts & Pick<Found, 'files'>) {
    switch (command.needs) {
      case 'nothing':
        return { findings: command.find(house.commands, args, text) };
      case 'channel':
        return command.find(house.here, args, text);
      default:
        return measure(call, command, message, house, options);
    }
  }
}

async function measure(
  call: CommandCall,
  command: MeasuringCommand,
  message: Message,
  house: House,
  options: TurnOptions,
): Promise<Facts> {
  const text = await textFor(command.needsWith?.(call.args) ?? command.needs, call, message, house);
  const { runner, spent } = timed(await house.runner(options));
  const model = await runner.facts(options);
  const known = text === '' ? [] : knownTokens(message.about, model, text);
  const prompt = { text, tokens: known ?? (await runner.tokenize(text, options)) };
  const step = { step: `Measuring ${call.command.path}`, total: 1, unit: 'steps' } as const;
  options.onProgress?.({ ...step, done: 0 });
  const started = performance.now() - spent();
  const shelf = house.shelf(model.fingerprint);
  const { seed, here } = house;
  const findings = await command.find({ runner, model, prompt, seed, shelf, options, here }, call.args);
  options.onProgress?.({ ...step, done: 1 });
  const timing = {
    queued: options.queued ?? 0,
    model: spent(),
    analysis: performance.now() - started - spent(),
    draw: 0,
  };
  return { findings, model, prompt, timing };
}

async function textFor(
  needs: MeasuringCommand['needs'],
  call: CommandCall,
  { repliedTo }: Message,
  { session }: House,
): Promise<string> {
  switch (needs) {
    case 'prompt':
      return promptOf({ call, repliedTo, session: await session.prompt() });
    case 'session':
      return call.prompt || repliedTo || '';
    case 'model':
      return '';
  }
}

/** What a command found out, and on what. */
interface Facts {
  readonly findings: readonly Finding[];
  readonly model?: ModelFacts;
  readonly prompt?: Prompt;
  readonly timing?: Reply['timing'];
}

function replyOf(call: CommandCall, facts: Facts): Reply<Finding> {
  const { findings, model, prompt = NO_PROMPT, timing = NO_TIME } = facts;
  const caveats = [...modelCaveats(model, prompt.text), ...findings.flatMap((finding) => finding.caveats)];
  return {
    command: `.p/${call.command.path}`,
    params: call.args,
    model: model === undefined ? null : summaryOf(model),
    prompt,
    findings,
    pictures: [],
    text: '',
    caveats: [...new Set(caveats)],
    timing,
  };
}

const NO_PROMPT: Prompt = { text: '', tokens: [] };
const NO_TIME: Reply['timing'] = { queued: 0, model: 0, analysis: 0, draw: 0 };
