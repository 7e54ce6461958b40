import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';

type FindingOf<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>;

/**
 * The finding of a kind in a reply.
 *
 * @throws {RangeError} when the reply holds none: a figure was asked of a reply it does not belong to
 */
export function findingOf<Kind extends Finding['kind']>(reply: Reply<Finding>, kind: Kind): FindingOf<Kind> {
  const found = reply.findings.find((finding): finding is FindingOf<Kind> => finding.kind === kind);
  if (found === undefined) throw new RangeError(`${reply.command} holds no finding of kind ${kind}`);
  return found;
}
