import { limitsAt } from '../analysis/collapse.ts';
import type { TrajectoryFinding } from '../analysis/trajectory-finding.ts';
import { type GuardSetting, type Trigger, USUAL_THRESHOLD } from '../kernel/guard.ts';
import { endedOf, FED, runBoth, type TwoRuns } from './collapse-run.ts';
import type { AskHere } from './command.ts';
import { saidIn } from './said-in.ts';
import { asPasses, held, trajectory, USUAL_DEGREE } from './trajectory.ts';

interface Wanted extends Pick<GuardSetting, 'trigger' | 'action'> {
  readonly threshold: number | undefined;
  readonly passes: number;
}

/**
 * Keeps a guard on the channel, then shows what it does: the model is fed its own answers without it and with it.
 * It is kept first, so that it holds even where the run is stopped.
 */
export async function preventCollapse(
  ask: AskHere,
  { passes, ...wanted }: Wanted,
): Promise<TrajectoryFinding> {
  const guard = settingOf(wanted);
  const { memory, workspace, channel, person, now } = ask.here;
  await memory.guards(workspace, channel).set({ ...guard, by: person, at: now });
  const text = ask.prompt.text.trim() || (await lastPrompt(ask.here));
  if (text === '') return onlyKept(ask, guard);
  const runs = await runBoth(
    { ...ask, prompt: { text, tokens: await ask.runner.tokenize(text, ask.options) } },
    guard,
    passes,
  );
  const { event } = runs;
  const limits = limitsOf(guard);
  const found = trajectory(ask, {
    source: 'fed',
    form: runs.without[0]?.read.form ?? 'continuation',
    passes: asPasses(runs.without),
    degree: USUAL_DEGREE,
    limits,
    asked: text,
    ended: runs.without.length < passes ? 'silence' : 'all',
    sampling: { ...FED, seed: ask.seed },
    caveats: caveatsOf(event === undefined, guard.trigger),
  });
  return {
    ...found,
    tripped: event === undefined ? null : tripOf(event),
    guard: {
      ...guard,
      passes: actedOn(runs, held(asPasses(runs.with), limits)),
      acted:
        event === undefined ? null : { pass: event.acts, token: event.token ?? null, action: guard.action },
      ended: endedOf(runs, guard, passes),
      kept: true,
    },
  };
}

/** The guard's own threshold is the limit of what it watches. */
function limitsOf({ trigger, threshold }: GuardSetting): TrajectoryFinding['limits'] {
  const limits = limitsAt(USUAL_DEGREE);
  if (trigger === 'recursive_depth') return limits;
  return { ...limits, [trigger === 'oscillation' ? 'period' : trigger]: threshold };
}

/** A guard that watches a text while it is written does not act on all that come after. */
const actedOn = <Pass>({ with: guarded, event }: TwoRuns, passes: readonly Pass[]) =>
  passes.map((pass, i) => {
    const [trip] = guarded[i]?.trips ?? [];
    return {
      ...pass,
      acted: event !== undefined && i >= event.acts - 1 && trip !== null && trip !== undefined,
    };
  });

/** What was asked last in the session: words that were said, or the prompt of a command. */
async function lastPrompt({ session }: AskHere['here']): Promise<string> {
  const [last] = await session.turns(1);
  if (last === undefined) return '';
  return saidIn(last.reply).at(-1)?.asked ?? (await session.session()).prompt ?? '';
}

/** Nothing to run it on: the guard is kept, and that is all. */
const onlyKept = (ask: AskHere, guard: GuardSetting): TrajectoryFinding => ({
  ...trajectory(ask, {
    source: 'fed',
    form: 'continuation',
    passes: [],
    degree: USUAL_DEGREE,
    asked: null,
    ended: 'all',
    sampling: null,
    caveats: ['Nothing was asked here yet: the guard is kept, and no run shows what it does.'],
  }),
  guard: { ...guard, passes: [], acted: null, ended: 'all', kept: true },
});

const settingOf = ({
  trigger,
  action,
  threshold = USUAL_THRESHOLD[trigger],
}: Omit<Wanted, 'passes'>): GuardSetting => ({
  trigger,
  threshold,
  action,
});

function tripOf({ acts: _, ...trip }: NonNullable<Awaited<ReturnType<typeof runBoth>>['event']>) {
  return trip;
}

const caveatsOf = (silent: boolean, trigger: Trigger): string[] => [
  'A short run of one seed: another seed may go another way.',
  ...(silent ? ['The guard never had to act here: both runs are the same one.'] : []),
  ...(trigger === 'recursive_depth'
    ? ['This guard counts feedings, not collapse: it acts on a run that is still well, too.']
    : []),
];
