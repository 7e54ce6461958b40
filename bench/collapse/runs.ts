import { limitsAt, tripsOf } from '../../src/analysis/collapse.ts';
import type { Measure } from '../../src/analysis/trajectory-finding.ts';
import { endedOf, guardedAfter, runFree } from '../../src/dispatch/collapse-run.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import type { Fed } from '../../src/dispatch/self-feeding.ts';
import { USUAL_DEGREE } from '../../src/dispatch/trajectory.ts';
import {
  ACTIONS,
  type GuardAction,
  TRIGGERS,
  type Trigger,
  USUAL_THRESHOLD,
} from '../../src/kernel/guard.ts';
import { promptsFor, SEEDS } from './prompts.ts';

export const PASSES = 12;

/** One run: the pass, from 1, at which each measure that trips does so first. */
export interface Run {
  readonly prompt: string;
  readonly seed: number;
  /** Absent: unguarded. */
  readonly guard?: { readonly trigger: Trigger; readonly action: GuardAction };
  readonly trips: Readonly<Partial<Record<Measure, number>>>;
  readonly passes: number;
  readonly ended: 'all' | 'silence' | 'guard';
  /** The pass from which the guard acted; absent: never. */
  readonly acted?: number;
}

/**
 * Runs that are not there yet, until the time is up: all without a guard first, then those with each.
 *
 * @param keep  told of what was made, again and again
 */
export async function measureRuns(
  ask: Ask,
  model: string,
  there: readonly Run[],
  until: number,
  keep: (runs: readonly Run[]) => Promise<void>,
): Promise<void> {
  let all = [...there];
  for (const guarded of [false, true])
    for (const prompt of promptsFor(model))
      for (const seed of SEEDS) {
        const made = all.some(
          (run) => run.prompt === prompt && run.seed === seed && (run.guard !== undefined) === guarded,
        );
        if (made) continue;
        if (Date.now() > until) return;
        const tokens = await ask.runner.tokenize(prompt);
        const asked: Ask = { ...ask, seed, prompt: { text: prompt, tokens } };
        const free = await runFree(
          asked,
          WATCHED.map((trigger) => guardOf(trigger, 'stop')),
          PASSES,
        );
        all = [...all, ...(guarded ? await guardedRuns(asked, free) : [freeRun(asked, free)])];
        await keep(all);
        process.stderr.write(`${model}: ${prompt} ${seed}${guarded ? ' with guards' : ''}\n`);
      }
}

const nameOf = ({ prompt, seed }: Ask) => ({ prompt: prompt.text, seed });

const freeRun = (ask: Ask, free: readonly Fed[]): Run => ({
  ...nameOf(ask),
  ...tripped(free),
  ended: free.length < PASSES ? 'silence' : 'all',
});

async function guardedRuns(ask: Ask, free: readonly Fed[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const trigger of TRIGGERS)
    for (const action of ACTIONS) {
      const guard = guardOf(trigger, action);
      const both = await guardedAfter(ask, guard, free, PASSES, Math.max(0, WATCHED.indexOf(trigger)));
      const acted = both.event === undefined ? {} : { acted: both.event.acts };
      const ended = endedOf(both, guard, PASSES);
      runs.push({ ...nameOf(ask), guard: { trigger, action }, ...tripped(both.with), ended, ...acted });
    }
  return runs;
}

/** Those that the sampler watches, in the order of its trips. */
const WATCHED: readonly Trigger[] = ['repetition', 'entropy'];

const guardOf = (trigger: Trigger, action: GuardAction) => ({
  trigger,
  threshold: USUAL_THRESHOLD[trigger],
  action,
});

function tripped(fed: readonly Fed[]): Pick<Run, 'trips' | 'passes'> {
  const trips = tripsOf(fed, limitsAt(USUAL_DEGREE)).map(({ measure, pass }) => [measure, pass]);
  return { trips: Object.fromEntries(trips), passes: fed.length };
}
