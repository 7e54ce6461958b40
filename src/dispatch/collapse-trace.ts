import { limitsAt, tripsOf } from '../analysis/collapse.ts';
import type { Finding } from '../analysis/findings.ts';
import type { TrajectoryFinding } from '../analysis/trajectory-finding.ts';
import { detectCollapse } from './collapse-detect.ts';
import { falsePositivesOf } from './collapse-rates.ts';
import { FED } from './collapse-run.ts';
import type { AskHere } from './command.ts';
import { isReply } from './schema.ts';
import { selfFeed } from './self-feeding.ts';
import { asPasses, held, trajectory } from './trajectory.ts';

/**
 * A trajectory: of a text that was given, a new run that is fed its own answers; else the last one of
 * the session, judged anew; else what was said in it.
 */
export async function traceCollapse(
  ask: AskHere,
  degree: number,
  passes: number,
): Promise<TrajectoryFinding> {
  if (ask.prompt.text.trim() !== '') return newRun(ask, degree, passes);
  const last = await lastRun(ask);
  return last === undefined ? detectCollapse(ask, degree) : judged(ask, last, degree);
}

async function newRun(ask: AskHere, degree: number, passes: number): Promise<TrajectoryFinding> {
  const sampling = { ...FED, seed: ask.seed };
  const fed = await selfFeed(ask, { passes, sampling });
  return trajectory(ask, {
    source: 'fed',
    form: fed[0]?.read.form ?? 'continuation',
    passes: asPasses(fed),
    degree,
    asked: ask.prompt.text,
    ended: fed.length < passes ? 'silence' : 'all',
    sampling,
    caveats: ['A short run of one seed: another seed may go another way.'],
  });
}

const PATHS = ['collapse.prevent', 'collapse.trace', 'collapse.detect'];

/** The last trajectory that was measured in the session, of a model of this name. */
async function lastRun({ here, model }: AskHere): Promise<TrajectoryFinding | undefined> {
  const turns = await here.session.turns(32);
  return turns
    .filter(
      ({ reply }) => PATHS.some((path) => reply.command === `.p/${path}`) && reply.model?.name === model.name,
    )
    .flatMap(({ reply }) => (isReply(reply) ? reply.findings : []))
    .findLast((finding: Finding): finding is TrajectoryFinding => finding.kind === 'trajectory');
}

function judged({ model }: AskHere, found: TrajectoryFinding, degree: number): TrajectoryFinding {
  const limits = limitsAt(degree);
  const trips = tripsOf(found.passes, limits);
  const falsePositives = falsePositivesOf(model.name, limits);
  const caveats = [...found.caveats, 'The last trajectory of this session, judged anew; nothing was run.'];
  const guard = found.guard === null ? null : { ...found.guard, passes: held(found.guard.passes, limits) };
  return {
    ...found,
    passes: held(found.passes, limits),
    guard,
    degree,
    limits,
    trips,
    tripped: trips[0] ?? null,
    falsePositives,
    caveats,
  };
}
