import type { Finding } from '../analysis/findings.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import type { MeasuringCommand, Prompt } from './command.ts';
import { draw } from './draw.ts';
import type { Answer, House } from './house.ts';
import { type BoundCall, readMessage } from './message.ts';
import { modelCaveats, summaryOf } from './model-words.ts';
import { promptOf } from './prompt.ts';
import { timed } from './timing.ts';
import { toggle } from './toggle.ts';

/** What arrives from a front end: text, and what it was an answer to. */
export interface ChatEvent {
  readonly text: string;
  /** Text of the message this one replies to. */
  readonly repliedTo?: string;
}

type CommandCall = Extract<BoundCall, { kind: 'command' }>;

/**
 * One message, answered command by command. The whole message is parsed and checked before the
 * first command runs.
 *
 * @throws {LangError} where a caret points; {@link DispatchError}; coded errors of the rooms below
 */
export async function* turn(event: ChatEvent, house: House, options: CallOptions): AsyncGenerator<Answer> {
  for (const call of readMessage(event.text, house.commands)) {
    options.signal?.throwIfAborted();
    const answer = call.kind === 'toggle' ? await toggle(house) : await answerTo(call, event, house, options);
    await house.session.record(answer.reply);
    yield answer;
  }
}

async function answerTo(
  call: CommandCall,
  event: ChatEvent,
  house: House,
  options: CallOptions,
): Promise<Answer> {
  const reply =
    call.command.needs === 'nothing'
      ? replyOf(call, { findings: call.command.find(house.commands, call.args, call.prompt ?? '') })
      : await measure(call, call.command, event, house, options);
  return draw(
    { ...reply, text: call.command.say(reply, call.args) },
    call.command.show?.(reply, call.args),
    house,
  );
}

async function measure(
  call: CommandCall,
  command: MeasuringCommand,
  event: ChatEvent,
  house: House,
  options: CallOptions,
): Promise<Reply<Finding>> {
  const text =
    command.needs === 'prompt'
      ? promptOf({ call, repliedTo: event.repliedTo, session: await house.session.prompt() })
      : '';
  const { runner, spent } = timed(await house.runner(options));
  const model = await runner.facts(options);
  const prompt = { text, tokens: text === '' ? [] : await runner.tokenize(text, options) };
  const step = { step: `Measuring ${call.command.path}`, total: 1, unit: 'steps' } as const;
  options.onProgress?.({ ...step, done: 0 });
  const started = performance.now() - spent();
  const shelf = house.shelf(model.fingerprint);
  const findings = await command.find({ runner, model, prompt, seed: house.seed, shelf, options }, call.args);
  options.onProgress?.({ ...step, done: 1 });
  const timing = { queued: 0, model: spent(), analysis: performance.now() - started - spent(), draw: 0 };
  return replyOf(call, { findings, model, prompt, timing });
}

function replyOf(
  call: CommandCall,
  {
    findings,
    model,
    prompt = { text: '', tokens: [] },
    timing = { queued: 0, model: 0, analysis: 0, draw: 0 },
  }: { findings: readonly Finding[]; model?: ModelFacts; prompt?: Prompt; timing?: Reply['timing'] },
): Reply<Finding> {
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
