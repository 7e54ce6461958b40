import { type TokenId, tokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import { CliError } from './errors.ts';

/** A JSON list of token ids. @throws {CliError} `ids-malformed` */
export function readIds(text: string): readonly TokenId[] {
  const read = parseJson(text);
  if (Array.isArray(read) && read.length > 0 && read.every((id) => Number.isSafeInteger(id) && id >= 0))
    return read.map(tokenId);
  throw malformed('The ids are not a JSON list of whole numbers.', text);
}

/** @throws {CliError} `ids-malformed` for one that the model has no token for */
export function checkIds(ids: readonly TokenId[], { vocab }: ModelFacts): readonly TokenId[] {
  const outside = ids.find((id) => id >= vocab);
  if (outside === undefined) return ids;
  throw malformed(`This model's tokens are 0 to ${vocab - 1}; there is no ${outside}.`, String(outside));
}

const malformed = (what: string, given: string): CliError =>
  new CliError({
    code: 'ids-malformed',
    what,
    where: `--ids ${given.slice(0, 60)}`,
    fix: "Write them as --ids '[1,2,3]'.",
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
