import type { Finding } from '../analysis/findings.ts';
import type { TrajectoryFinding, TrajectoryPass } from '../analysis/trajectory-finding.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, isolate, printable, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { watchedWords } from './guard-words.ts';
import type { TrajectoryFigure, TrajectoryLane } from './trajectory-figure.ts';
import { MEASURE_SIGNS, panelsOf } from './trajectory-panels.ts';
import { trajectoryWords } from './trajectory-words.ts';

/**
 * Passes from left to right, the measures of collapse below them, with a guard both runs.
 *
 * @returns undefined where nothing was run
 * @throws {RangeError} when the reply holds no trajectory
 */
export function trajectoryFigure(reply: Reply<Finding>): TrajectoryFigure | undefined {
  const finding = findingOf(reply, 'trajectory');
  const { passes, guard, tripped } = finding;
  if (passes.length === 0) return undefined;
  return {
    kind: 'trajectory',
    title: titleOf(finding),
    subtitle: [reply.model?.name ?? '', formOf(finding), asked(finding)]
      .filter((part) => part !== '')
      .join(' · '),
    footer: footerOf(finding),
    alt: alt([ALT[finding.source], ...trajectoryWords(reply, false)]),
    passes: Math.max(passes.length, guard?.passes.length ?? 0),
    lanes: lanesOf(finding),
    event: tripped === null ? null : { pass: tripped.pass, label: eventLabel(finding) },
    panels: panelsOf(finding),
    legend: {
      without: guard === null ? 'as measured' : 'without the guard',
      with: guard === null ? null : 'with it',
      cells: 'cells: how many of the measures are at their limit',
    },
  };
}

const ALT = {
  fed: 'Timeline of a model that is fed its own answers.',
  said: 'Timeline of what the model said in this session.',
  text: 'Timeline of a text, line by line.',
} as const;

function titleOf({ source, guard, passes }: TrajectoryFinding): string {
  if (guard !== null) return `What does the guard against ${TRIGGER[guard.trigger]} change?`;
  if (source === 'fed') return 'Where does it go, fed its own answers?';
  if (source === 'said') return 'Does this session collapse into itself?';
  return passes.length === 1
    ? 'Does this text collapse into itself?'
    : 'Do these texts collapse into one another?';
}

const TRIGGER = {
  recursive_depth: 'recursion',
  repetition: 'repetition',
  entropy: 'certainty',
  oscillation: 'oscillation',
} as const;

const formOf = ({ source, form }: TrajectoryFinding): string =>
  source !== 'fed'
    ? 'each text read by itself'
    : form === 'chat'
      ? 'each answer is the next message'
      : 'each answer is the text written on';

const asked = ({ asked: text }: TrajectoryFinding): string =>
  text === null ? '' : `pass 1 answers ${quoted(text, 40)}`;

function lanesOf({ source, passes, guard, ended }: TrajectoryFinding): TrajectoryLane[] {
  const quotedPass = guard?.acted === undefined || guard.acted === null ? passes.length : guard.acted.pass;
  const own: TrajectoryLane = {
    label: guard !== null ? 'without' : source === 'fed' ? 'passes' : 'texts',
    cells: passes.map((pass) => cellOf(pass, false)),
    end: ended === 'silence' ? 'silent' : '',
    quote: quoteOf(passes, quotedPass, guard === null ? '' : 'without, ', ONE[source]),
  };
  if (guard === null) return [own];
  return [
    own,
    {
      label: 'with guard',
      cells: guard.passes.map((pass) => cellOf(pass, pass.acted)),
      end: guard.ended === 'guard' ? 'stopped' : guard.ended === 'silence' ? 'silent' : '',
      quote: quoteOf(guard.passes, quotedPass, 'with, ', ONE[source]),
    },
  ];
}

const ONE = { fed: 'pass', said: 'answer', text: 'text' } as const;

const cellOf = ({ over }: TrajectoryPass, acted: boolean) => ({
  share: over.length / MEASURE_SIGNS.length,
  acted,
});

/** Of the pass, counted from 1, or of the last before it. */
function quoteOf(passes: readonly TrajectoryPass[], i: number, label: string, one: string) {
  const pass = Math.min(i, passes.length);
  const text = printable((passes[pass - 1]?.text ?? '').replace(/\s+/g, ' ')).trim();
  return { label: `${label}${one} ${pass}`, text: isolate(cut(text, 140)) };
}

function eventLabel({ tripped, guard }: TrajectoryFinding): string {
  if (guard !== null) return watchedWords(guard);
  return MEASURE_SIGNS.find(({ measure }) => measure === tripped?.measure)?.word ?? '';
}

function footerOf({
  trips,
  falsePositives,
  degree,
  sampling,
}: TrajectoryFinding): TrajectoryFigure['footer'] {
  return [
    { label: 'measures at their limit', value: `${trips.length} of ${MEASURE_SIGNS.length}` },
    { label: 'degree', value: String(degree) },
    falsePositives === null
      ? { label: 'false alarms: not measured for this model', value: '', tone: 'warn' }
      : { label: `false: on ${falsePositives.texts} ordinary passages`, value: '' },
    ...(sampling === null
      ? []
      : [{ label: 'drawn at temperature', value: `${sampling.temperature}, seed ${sampling.seed}` }]),
  ];
}
