import type { Finding } from '../analysis/findings.ts';
import type { TrajectoryFinding, Trip } from '../analysis/trajectory-finding.ts';
import type { Reply } from '../kernel/reply.ts';
import { findingOf } from './finding-of.ts';
import { guardWords, watchedWords } from './guard-words.ts';
import { MEASURE_SIGNS, valueText } from './trajectory-panels.ts';

/** What a trajectory says, in sentences. */
export function trajectoryWords(reply: Reply<Finding>, alert: boolean): string[] {
  const finding = findingOf(reply, 'trajectory');
  const { guard } = finding;
  if (guard !== null && finding.passes.length === 0)
    return [`Kept on this channel: a guard ${guardWords(guard)}.`, OFF];
  const collapse = collapseWords(finding);
  if (guard !== null) return [...guardedWords(finding, guard), ...collapse, OFF];
  return alert ? [...collapse] : [readWords(finding), ...collapse];
}

const OFF = '.p/collapse.guard lists the guards of this channel and takes them off.';

function readWords({ source, passes, ended }: TrajectoryFinding): string {
  const { length } = passes;
  if (source === 'fed')
    return `Fed its own answers, the model went ${length} passes${ended === 'silence' ? ' and then fell silent' : ''}.`;
  const one = source === 'said' ? 'answer of this session' : 'text';
  return `${length} ${length === 1 ? one : plural(one)} measured.`;
}

const plural = (one: string): string => one.replace(/^(\w+)/, '$1s');

function collapseWords({ source, trips, passes, degree, guard }: TrajectoryFinding): string[] {
  const where = passes.length === 1 ? '' : guard === null ? '' : ' without it';
  if (trips.length === 0) return [`No measure reaches its limit${where} (degree ${degree}).`];
  const one = { fed: 'pass', said: 'answer', text: 'text' }[source];
  const said = trips.map((trip) => `${wordOf(trip)}${passes.length === 1 ? '' : ` in ${one} ${trip.pass}`}`);
  const all = `${said.join(', ')}: ${trips.length} of ${MEASURE_SIGNS.length} measures reach their limit${where} (degree ${degree}).`;
  return [all.charAt(0).toUpperCase() + all.slice(1)];
}

function wordOf({ measure, value }: Trip): string {
  if (measure === 'recursive_depth') return `${value} feedings`;
  const sign = MEASURE_SIGNS.find((each) => each.measure === measure);
  return `${sign?.word ?? measure} (${valueText(measure, value)})`;
}

function guardedWords(finding: TrajectoryFinding, guard: NonNullable<TrajectoryFinding['guard']>): string[] {
  const { tripped, passes } = finding;
  if (tripped === null || guard.acted === null)
    return [
      `In ${passes.length} passes the model never met ${watchedWords(guard)}: the guard had nothing to do.`,
    ];
  const token = tripped.token === undefined ? '' : `, at its token ${tripped.token + 1}`;
  const met = `Fed its own answers, the model met ${watchedWords(guard)} in pass ${tripped.pass}${token}.`;
  const then = {
    stop: 'is ended',
    penalise: 'goes on with what was said made less likely',
    widen: 'goes on, drawn more widely',
  };
  return [
    met,
    `With the guard the run ${then[guard.action]} from pass ${guard.acted.pass} on${overWords(finding, guard)}.`,
  ];
}

/** How many passes are at a limit from the act on, without the guard and with it. */
function overWords(
  { passes }: TrajectoryFinding,
  { acted, passes: guarded, action }: NonNullable<TrajectoryFinding['guard']>,
): string {
  if (acted === null || action === 'stop') return '';
  const from = acted.pass - 1;
  const over = (lane: typeof passes) => lane.slice(from).filter((pass) => pass.over.length > 0).length;
  return `; of the passes from there, ${over(passes)} of ${passes.length - from} are at some limit without it, ${over(guarded)} of ${guarded.length - from} with it`;
}
