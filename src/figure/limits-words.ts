import type { LimitChange, LimitsFinding, LimitsHolder } from '../analysis/limits-finding.ts';
import type { Limits } from '../kernel/limits.ts';
import { count } from '../kernel/numbers.ts';

/** Limits in sentences: what was changed, then what holds. */
export function limitsWords({ holders, changed }: LimitsFinding): string {
  const [first] = holders;
  const news = changed.map(
    ({ name, before, after }) => `${LABEL[name]} ${PHRASE[name](after)} (before: ${PHRASE[name](before)})`,
  );
  return [
    ...(first === undefined || news.length === 0 ? [] : [`Set for ${nameOf(first)}: ${news.join('; ')}.`]),
    ...holders.map((holder) => `${capital(nameOf(holder))}: ${listed(holder.limits)}.`),
  ].join('\n');
}

/** Quiet in a sentence of its own. */
export function quietWords({ changed }: LimitsFinding): string {
  return changed[0]?.after === true
    ? 'Quiet here: I answer commands, mentions and buttons, and nothing else that is said.'
    : 'Not quiet any more: in a session I answer what is said.';
}

type Value = LimitChange['after'];

const amount = (one: string, many: string) => (value: Value) =>
  typeof value === 'number' ? `${count(value)} ${value === 1 ? one : many}` : 'no limit';

const PHRASE: Readonly<Record<keyof Limits, (value: Value) => string>> = {
  allowed: (value) => (value === null ? 'as elsewhere' : value === true ? 'let in' : 'kept out'),
  runsPerMinute: amount('run a minute', 'runs a minute'),
  promptLength: amount('character a prompt', 'characters a prompt'),
  samples: amount('sample', 'samples'),
  quiet: (value) => (value === true ? 'quiet' : 'not quiet'),
};

const LABEL: Readonly<Record<keyof Limits, string>> = {
  allowed: 'who may ask:',
  runsPerMinute: 'runs:',
  promptLength: 'prompts:',
  samples: 'samples:',
  quiet: 'talk:',
};

const ORDER = ['allowed', 'runsPerMinute', 'promptLength', 'samples', 'quiet'] as const;

function listed(limits: Limits): string {
  const held = ORDER.flatMap((name) => {
    const value = limits[name];
    return value === undefined ? [] : [PHRASE[name](value)];
  });
  return held.length === 0 ? 'no limits' : held.join(', ');
}

function nameOf({ of, id, asking }: LimitsHolder): string {
  if (asking) return 'you';
  return of === 'channel' ? 'this channel' : `the ${of} ${id}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
