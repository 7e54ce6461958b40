import { type CommandCost, commandCosts } from '../../bench/commands.ts';
import { eventLoopDelay } from '../../bench/event-loop.ts';
import { wholeTrace } from '../../bench/whole-trace.ts';
import { openWeights } from '../../models/formats/open.ts';
import { benchModel } from '../../models/session/bench.ts';
import type { BenchFigure } from '../../models/session/bench-figure.ts';
import { cacheFolders, dotpHome } from '../../models/sources/home.ts';
import { resolveModel } from '../../models/sources/resolve.ts';
import { render } from '../../renderers/render.ts';
import { traceHooks } from '../analysis/trace-hooks.ts';
import type { Figure } from '../figure/figure.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { openHouse } from './house.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

const PROMPT = 'When Mary and John went to the store early in the morning, John gave a cold drink to';
const PICTURES = 11;

/** Every measurement of docs/performance.md: the model's session, the pictures, the event loop, the commands. */
export async function bench(options: CommonOptions, how: CallOptions): Promise<BenchFigure[]> {
  const home = dotpHome(process.env);
  const resolved = await resolveModel(options.model, { env: process.env, home, ...how });
  const cacheFolder = cacheFolders(home).expanded;
  const opened = await openWeights(resolved.path, { cacheFolder, ...how });
  const session = await benchModel(opened, { cacheFolder, ...how });
  const traces = await wholeTraces(options, how);
  return [...session, ...traces, ...(await eventLoop(options, how)), ...(await commandsBench(options, how))];
}

/**
 * Every command that measures, with its own example.
 *
 * @param which  beginnings of their paths; none: all of them
 */
export async function commandsBench(
  options: CommonOptions,
  how: CallOptions,
  which: readonly string[] = [],
): Promise<BenchFigure[]> {
  // With traces kept, an example's second round would not be measured again.
  const { house, close } = await openHouse({ ...options, channel: 'bench' }, { traceCacheBytes: 0 });
  try {
    const costs = await commandCosts(house, how, which);
    const { layers } = await (await house.runner(how)).facts(how);
    const { memory, workspace, channel } = house.here;
    await memory.forgetChannel(workspace, channel);
    return costs.flatMap((cost) => figuresOf(cost, layers <= SMALL ? '≤ 3,000' : '≤ 15,000'));
  } finally {
    await close();
  }
}

/** Layers of the shipped model, whose aim is the shorter one. */
const SMALL = 6;

function figuresOf(cost: CommandCost, target: string): BenchFigure[] {
  const { path, tokens, whole, bare, first, processor, silence, told, refused } = cost;
  if (refused !== undefined) return [{ what: `${path}: refused, ${refused}`, value: Number.NaN, unit: 'ms' }];
  return [
    { what: `${path} on ${tokens} tokens, against a bare run`, value: whole / bare, unit: 'x' },
    { what: '  from the message to the picture', value: whole, unit: 'ms', target },
    { what: '  processor time of that, all threads', value: processor, unit: 'ms' },
    { what: '  the first time, with what is then kept', value: first, unit: 'ms' },
    { what: `  longest without a word (${told} times told)`, value: silence, unit: 'ms', target: '≤ 1,000' },
  ];
}

/** `reflect.trace` from the message to the PNG against a bare run, its parts, and the drawing alone. */
async function wholeTraces(options: CommonOptions, how: CallOptions): Promise<BenchFigure[]> {
  const { house, close } = await openHouse({ ...options, channel: 'bench' });
  try {
    let figure: Figure | undefined;
    const draw = (each: Figure) => {
      figure = each;
      return house.draw(each);
    };
    const prompts = ['store', 'park', 'shop', 'lake', 'farm'].map((word) => PROMPT.replace('store', word));
    const { bare, whole, firstWords, parts, tokens } = await wholeTrace({ ...house, draw }, prompts, how);
    if (figure === undefined) throw new RangeError('reflect.trace gave no figure');
    const drawn = figure;
    const drawing = await medianOf(PICTURES, () => render(drawn));
    const of = `of ${tokens} tokens`;
    return [
      {
        what: `whole default trace ${of}, against a bare run`,
        value: whole / bare,
        unit: 'x',
        target: '≤ 80',
      },
      ...Array.from(parts, ([part, ms]): BenchFigure => ({ what: `  ${part}`, value: ms / bare, unit: 'x' })),
      { what: `whole default trace ${of}`, value: whole, unit: 'ms', target: 'about 3,000' },
      { what: 'first words of a trace', value: firstWords, unit: 'ms', target: '≤ 1,000' },
      { what: 'picture of a trace, warm', value: drawing, unit: 'ms', target: '≤ 150' },
    ];
  } finally {
    await close();
  }
}

async function eventLoop(options: CommonOptions, how: CallOptions): Promise<BenchFigure[]> {
  const runner = await openModel(options, how);
  try {
    const { layers } = await runner.facts();
    const { p99 } = await eventLoopDelay(runner, traceHooks(layers));
    return [
      { what: 'event loop late, p99 over 40 traces of 64 tokens', value: p99, unit: 'ms', target: '< 50' },
    ];
  } finally {
    await runner.close();
  }
}

async function medianOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
