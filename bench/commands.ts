import type { Command } from '../src/dispatch/command.ts';
import { turn } from '../src/dispatch/flow.ts';
import type { House } from '../src/dispatch/house.ts';
import { readMessage } from '../src/dispatch/message.ts';
import type { TokenId } from '../src/kernel/ids.ts';
import type { CallOptions } from '../src/kernel/progress.ts';

/** What one command's own example costs, from the message to the PNG. */
export interface CommandCost {
  readonly path: string;
  /** Of the prompt; of the stand-in for a command that has none. */
  readonly tokens: number;
  /** Milliseconds, medians over the rounds after the first. */
  readonly whole: number;
  /** One forward run of the same prompt, logits of its last position, before and after each round. */
  readonly bare: number;
  /** The first round: what is measured once for a model and then kept is in it. */
  readonly first: number;
  /** Processor time of all threads, milliseconds: what a busy machine stretches less than the clock. */
  readonly processor: number;
  /** The longest time that a person was told nothing, over the later rounds. */
  readonly silence: number;
  /** Times they were told something, a round. */
  readonly told: number;
  /** Instead of all that: it was refused, with these words. */
  readonly refused?: string;
}

/** Stands in front of an example's prompt that is shorter than the aims' twenty tokens. */
const FRONT = 'Mary went to the store. John went to the park. ';
const SHORT = 15;
/** Prompt of bare runs beside a command that takes none. */
const STAND_IN = 'The capital of France is';
/** What the model is to keep in mind where that is what is measured. */
const ANCHORS = [
  '.p/anchor.set{name=home} Anna lives in Paris.',
  '.p/anchor.set{name=other} Tom lives in Rome.',
];
/** After the first; one alone where that took longer than this, milliseconds. */
const ROUNDS = 3;
const LONG = 8_000;

/**
 * Every command that measures, with its own example, each in a session of its own. A prompt of a few
 * tokens gets a sentence in front, so that all stand near the twenty tokens of the aims.
 *
 * @param house  its runner should keep no traces, or only the first round is measured
 * @param which  beginnings of the commands' paths; none: all of them
 */
export async function commandCosts(
  house: House,
  options: CallOptions,
  which: readonly string[] = [],
): Promise<CommandCost[]> {
  const measuring = [...house.commands.values()].filter(
    ({ path, needs }) =>
      (needs === 'prompt' || needs === 'model' || needs === 'session') &&
      (which.length === 0 || which.some((begin) => path.startsWith(begin))),
  );
  const costs: CommandCost[] = [];
  for (const [done, command] of measuring.entries()) {
    options.onProgress?.({ step: `Running ${command.path}`, done, total: measuring.length, unit: 'steps' });
    costs.push(await costOf(command, house, options));
  }
  return costs;
}

async function costOf(command: Command, house: House, options: CallOptions): Promise<CommandCost> {
  const { text, tokens } = await messageOf(command, house, options);
  const none = {
    path: command.path,
    tokens: tokens.length,
    whole: 0,
    bare: 0,
    first: 0,
    processor: 0,
    silence: 0,
    told: 0,
  };
  try {
    await freshSession(command, house, options);
    const first = await round(text, house, tokens, options);
    const rounds: Awaited<ReturnType<typeof round>>[] = [];
    const most = first.whole > LONG ? 1 : ROUNDS;
    while (rounds.length < most) rounds.push(await round(text, house, tokens, options));
    return {
      ...none,
      whole: medianOf(rounds.map(({ whole }) => whole)),
      bare: medianOf(rounds.map(({ bare }) => bare)),
      first: first.whole,
      processor: medianOf(rounds.map(({ processor }) => processor)),
      silence: Math.max(...rounds.map(({ silence }) => silence)),
      told: medianOf(rounds.map(({ told }) => told)),
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { ...none, refused: error instanceof Error ? error.message : String(error) };
  }
}

/** The example, with a prompt of about twenty tokens where it takes one. */
async function messageOf(command: Command, house: House, options: CallOptions): Promise<Asked> {
  const { example, needs } = command;
  const [call] = readMessage(example, house.commands);
  const prompt = call?.kind === 'command' ? (call.prompt ?? '') : '';
  const runner = await house.runner(options);
  const idsOf = async (typed: string) => (await runner.tokenize(typed, options)).map(({ id }) => id);
  const tokens = await idsOf(prompt || STAND_IN);
  if (needs !== 'prompt' || prompt === '' || tokens.length >= SHORT) return { text: example, tokens };
  const place = example.lastIndexOf(prompt);
  const text = `${example.slice(0, place)}${FRONT}${example.slice(place)}`;
  return { text, tokens: await idsOf(`${FRONT}${prompt}`) };
}

interface Asked {
  readonly text: string;
  readonly tokens: readonly TokenId[];
}

/** What an earlier command left (a guard, anchors) must not act on this one; a session has one answer to go by. */
async function freshSession({ needs, path }: Command, house: House, options: CallOptions): Promise<void> {
  const { memory, workspace, channel, thread } = house.here;
  await memory.forgetThread(workspace, channel, thread);
  const before = [
    ...(needs === 'session' ? [`.p/reflect.lens ${STAND_IN}`] : []),
    ...(path.startsWith('anchor.') ? ANCHORS : []),
  ];
  const silent = { ...options, onProgress: () => {} };
  for (const text of before) for await (const _ of turn({ text }, house, silent));
}

async function round(text: string, house: House, tokens: Asked['tokens'], options: CallOptions) {
  const runner = await house.runner(options);
  const bareRun = () =>
    timeOf(() => runner.traceBatch({ rows: [tokens], hooks: [], logits: 'last' }, options));
  const before = await bareRun();
  const used = process.cpuUsage();
  const started = performance.now();
  let [told, silence, since] = [0, 0, started];
  const heard = () => {
    silence = Math.max(silence, performance.now() - since);
    since = performance.now();
  };
  const onProgress = () => {
    told++;
    heard();
  };
  for await (const _ of turn({ text }, house, { ...options, onProgress }));
  heard();
  const whole = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return { whole, processor: (user + system) / 1000, told, silence, bare: (before + (await bareRun())) / 2 };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
