/**
 * JSON from a file that may have been written to deceive: strict UTF-8, and an object that names a
 * key twice is refused. `JSON.parse` keeps the last of two, other readers the first, so that two
 * programs would see two different models.
 *
 * @throws {SyntaxError} with words for a person
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeStrict(bytes);
  const value: unknown = JSON.parse(text);
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new DuplicateKey(twice);
  return value;
}

export class DuplicateKey extends SyntaxError {
  readonly key: string;
  constructor(key: string) {
    super(`the key ${JSON.stringify(key)} is there twice`);
    this.key = key;
  }
}

function decodeStrict(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SyntaxError('it is not UTF-8');
  }
}

/** One match a string or a bracket; `text` is known to be valid JSON, so nothing else needs reading. */
const STRUCTURE = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;

/** The first key found twice in one object. */
function duplicateKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [match, colon] of text.matchAll(STRUCTURE)) {
    if (match === '{') open.push(new Set());
    else if (match === '}') open.pop();
    else if (colon !== undefined) {
      const key: unknown = JSON.parse(match.slice(0, match.length - colon.length));
      const keys = open.at(-1);
      if (typeof key !== 'string' || keys === undefined) continue;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

/** A JSON object, not an array and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
