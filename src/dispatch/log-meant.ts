import { nearest } from '../lang/nearest.ts';
import { DispatchError } from './errors.ts';

/**
 * The metric of the log that a name means: its full name, or the part of it that no other shares
 * (`entropy`, `receipt`).
 *
 * @throws {DispatchError} `metric-unknown`, with the nearest name and all there are
 */
export function metricMeant(typed: string, names: readonly string[]): string {
  const wanted = typed.trim().toLowerCase();
  const exact = names.find((name) => name.toLowerCase() === wanted);
  const parts = names.filter((name) => name.toLowerCase().split('.').includes(wanted));
  const found = exact ?? (parts.length === 1 ? parts[0] : undefined);
  if (found !== undefined) return found;
  const isShared = parts.length > 1;
  throw new DispatchError({
    code: 'metric-unknown',
    what: isShared
      ? `More than one number of the log is called “${typed}”: ${parts.join(', ')}.`
      : `The log here holds no number called “${typed}”.`,
    where: `metric=${typed}`,
    fix: isShared
      ? 'Give the whole name.'
      : fixOf(nearest(wanted, names) ?? nearestTail(wanted, names), names),
  });
}

const fixOf = (guess: string | undefined, names: readonly string[]): string =>
  names.length === 0
    ? 'Nothing has been measured here yet: ask something first, .p/reflect.trace The capital of France is'
    : `${guess === undefined ? '' : `Did you mean ${guess}? `}There is ${names.join(', ')}.`;

/** `entorpy` means `next.entropy`. */
function nearestTail(typed: string, names: readonly string[]): string | undefined {
  const tails = names.map((name) => name.split('.').at(-1) ?? name);
  const tail = nearest(typed, tails);
  return tail === undefined ? undefined : names[tails.indexOf(tail)];
}
