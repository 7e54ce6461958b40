import type { IncomingMessage } from 'node:http';
import type { Upload } from './draft.ts';
import { listIn, objectIn } from './json-read.ts';
import { partsOf } from './multipart.ts';
import type { Json } from './world.ts';

export interface ReadBody {
  readonly body: Json;
  /** A body that is a list. */
  readonly list: readonly Json[] | undefined;
  readonly uploads: readonly Upload[];
}

/** JSON, or `payload_json` with its `files[n]`. @throws {SyntaxError | RangeError} on a body that cannot be read */
export async function bodyOf(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { ...read(bytes.toString('utf8')), uploads: [] };
  const parts = partsOf(bytes, type);
  const payload = parts.find(({ name }) => name === 'payload_json');
  const uploads = parts.flatMap(({ name, filename = '', type = 'application/octet-stream', bytes }) => {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    return index === undefined ? [] : [{ index, name: filename, type, bytes }];
  });
  return { ...read(Buffer.from(payload?.bytes ?? []).toString('utf8')), uploads };
}

function read(text: string): Omit<ReadBody, 'uploads'> {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return { body: objectIn(value) ?? {}, list: Array.isArray(value) ? listIn(value) : undefined };
}
