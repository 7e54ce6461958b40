import { readFile } from 'node:fs/promises';
import type { Finding } from '../analysis/findings.ts';
import { isReply } from '../dispatch/schema.ts';
import { same, type Verified, verifyReceipt } from '../dispatch/verify-receipt.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { CliError } from './errors.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

/**
 * @returns what to print: a line a number, or one JSON object
 * @throws {CliError} `reply-unreadable`, `receipt-differs`; {@link DispatchError} `nothing-to-verify`, `other-model`
 */
export async function verify(file: string, options: CommonOptions, how: CallOptions): Promise<string> {
  const reply = await readReply(file);
  const model = options.model ?? reply.model?.name;
  const runner = await openModel({ ...options, ...(model === undefined ? {} : { model }) }, how);
  try {
    const numbers = await verifyReceipt(reply, runner, how);
    const wrong = numbers.filter((number) => !same(number));
    if (wrong.length > 0) throw differs(file, wrong);
    return options.json ? `${JSON.stringify({ file, numbers })}\n` : inWords(numbers);
  } finally {
    await runner.close();
  }
}

async function readReply(file: string): Promise<Reply<Finding>> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isReply(stored)) return stored;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw unreadable(file, undefined);
}

const inWords = (numbers: readonly Verified[]): string =>
  [
    ...numbers.map(({ what, stored, now }) => `${what.padEnd(14)} ${shown(stored)}  now ${shown(now)}\n`),
    'The receipt holds.\n',
  ].join('');

const shown = (value: number | null): string => (value === null ? 'none' : value.toFixed(4)).padStart(9);

const differs = (file: string, wrong: readonly Verified[]): CliError =>
  new CliError({
    code: 'receipt-differs',
    what: `The receipt does not come out again: ${wrong.map(({ what, stored, now }) => `${what} ${shown(stored).trim()} is now ${shown(now).trim()}`).join('; ')}.`,
    where: file,
    fix: 'Check that the model is the one it was measured on (--model), on the same device; otherwise the file was changed.',
  });

const unreadable = (file: string, cause: unknown): CliError =>
  new CliError({
    code: 'reply-unreadable',
    what: 'This is not a reply of this version of dotp.',
    where: file,
    fix: 'Give the .json file that stands beside a picture.',
    ...(cause === undefined ? {} : { cause }),
  });
