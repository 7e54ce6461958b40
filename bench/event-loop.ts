import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { openRunner } from '../src/engine/open.ts';
import type { Runner } from '../src/engine/runner.ts';
import { allHooks, type HookName } from '../src/kernel/hooks.ts';

export interface EventLoopDelay {
  readonly traces: number;
  /** Milliseconds that a timer came late while traces ran back to back. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How often the loop is looked at; the histogram holds this interval and what came on top of it. */
const LOOK_MS = 5;

/**
 * How late the event loop of this thread is while the runner traces without a pause. Each prompt
 * differs from the one before, so that none is served from the cache.
 *
 * @param hooks  fetched in every run; what is sent back is what could hold up the loop
 */
export async function eventLoopDelay(
  runner: Runner,
  hooks: readonly HookName[],
  { tokens: length = 64, traces = 40 }: { readonly tokens?: number; readonly traces?: number } = {},
): Promise<EventLoopDelay> {
  const base = await runner.tokenize(' one two three four five six seven eight'.repeat(length));
  const prompt = (i: number) => base.slice(i % 8, (i % 8) + length).map(({ id }) => id);
  const run = (i: number) => runner.traceBatch({ rows: [prompt(i)], hooks });
  await run(0);
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  for (let i = 0; i < traces; i++) await run(i);
  delay.disable();
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - LOOK_MS);
  return { traces, p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) };
}

/** `node --import tsx bench/event-loop.ts [model]` */
async function main(): Promise<void> {
  const model = process.argv[2];
  const runner = await openRunner({ ...(model === undefined ? {} : { model }), env: process.env });
  try {
    const { name, layers } = await runner.facts();
    const hooks = allHooks(layers).filter((hook) => !hook.endsWith('hook_result'));
    const { traces, p50, p99, max } = await eventLoopDelay(runner, hooks);
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    process.stdout.write(
      `${name}: ${traces} traces of 64 tokens, every hook but hook_result: ` +
        `event loop late by p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(max)} (aim: p99 < 50 ms)\n`,
    );
  } finally {
    await runner.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
