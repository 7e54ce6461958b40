/** `multipart/form-data` as bytes: nothing of a file is decoded. */

export interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly type: string | undefined;
  readonly bytes: Uint8Array;
}

const CRLF = Buffer.from('\r\n');
const BLANK = Buffer.from('\r\n\r\n');

/** @throws {RangeError} on a body that is not of this form */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new RangeError('multipart without a boundary');
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  for (;;) {
    if (at < 0) throw new RangeError('multipart without its last boundary');
    const from = at + delimiter.length;
    if (body.subarray(from, from + 2).toString() === '--') return parts;
    const to = body.indexOf(Buffer.concat([CRLF, delimiter]), from);
    if (to < 0) throw new RangeError('multipart that is cut off');
    parts.push(partOf(body.subarray(from + CRLF.length, to)));
    at = to + CRLF.length;
  }
}

function partOf(bytes: Buffer): Part {
  const end = bytes.indexOf(BLANK);
  if (end < 0) throw new RangeError('a part without headers');
  const head = bytes.subarray(0, end).toString('utf8');
  return {
    name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
    filename: / filename="([^"]*)"/.exec(head)?.[1],
    type: /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim(),
    bytes: new Uint8Array(bytes.subarray(end + BLANK.length)),
  };
}
