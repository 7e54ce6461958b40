/**
 * A model by its id from the Hugging Face Hub, or from a mirror that speaks its protocol.
 *
 * The library asks what the repository consists of; every request it makes goes through our own
 * `visit`, which has deadlines and keeps the token at home. Files are fetched by `download`, because
 * the library cannot carry an interrupted download on nor check what arrived.
 */

import { join } from 'node:path';
import { listFiles, modelInfo } from '@huggingface/hub';
import type { OnProgress } from '../../src/kernel/progress.ts';
import { ModelError } from '../errors.ts';
import { download } from './download.ts';
import { pieces, type Visit, visit } from './http.ts';
import { refusedGated, unreachable } from './http-errors.ts';
import type { HubSettings } from './hub-settings.ts';
import { chooseFiles, type RepoFile } from './model-files.ts';
import { type HubName, hubSlug } from './name.ts';
import type { Pace } from './pace.ts';
import { type FoundModel, findStored, justStored, modelFolder, recordStored } from './store.ts';

export interface HubOptions {
  readonly settings: HubSettings;
  readonly home: string;
  readonly pace: Pace;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What will be fetched: exact bytes of one commit. */
interface HubPlan {
  readonly commit: string;
  readonly files: readonly RepoFile[];
}

/** A repository listing is small; a server that sends more is not the Hub. */
const MOST_LISTING_BYTES = 16e6;

/**
 * Fetches what is missing and records the model in the cache folder.
 *
 * @param name  what the cache and the person call it
 * @throws {ModelError} `hub-offline`, `hub-unreachable`, `hub-busy`, `hub-refused`, `hub-answer`, `model-missing`,
 *         `model-gated`, `weights-missing`, `file-choice`, and what `download` throws
 */
export async function fetchFromHub(name: string, wanted: HubName, options: HubOptions): Promise<FoundModel> {
  const { commit, files } = await planFromHub(wanted, options);
  const { home } = options;
  const folder = join(modelFolder(home, hubSlug(wanted)), commit);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const how = visitOf(wanted, options);
  let before = 0;
  for (const { path, size, digest } of files) {
    const say = (done: number) =>
      options.onProgress?.({ step: `Fetching ${name}: ${path}`, done: before + done, total, unit: 'bytes' });
    const url = new URL(`${options.settings.endpoint}/${wanted.id}/resolve/${commit}/${encodeURI(path)}`);
    await download({ url, size, digest, target: join(folder, path) }, { ...how, onBytes: say });
    say(size);
    before += size;
  }
  const source = `Hugging Face Hub ${wanted.id}@${commit.slice(0, 7)}`;
  await recordStored(home, hubSlug(wanted), {
    name,
    source,
    version: commit,
    files: files.map(({ path, size }) => ({ path, size })),
  });
  return justStored(await findStored(home, hubSlug(wanted)), folder);
}

/** Which commit, which files, how large and with which checksums; fetches no weights. */
async function planFromHub(wanted: HubName, options: HubOptions): Promise<HubPlan> {
  const { settings, pace, signal } = options;
  if (settings.offline) throw offline(wanted);
  const limit = AbortSignal.timeout(pace.listingMs);
  const how = visitOf(wanted, { ...options, signal: signal ? AbortSignal.any([signal, limit]) : limit });
  const hub = { hubUrl: settings.endpoint, fetch: fetchThrough(how) };
  try {
    const revision = wanted.revision ?? 'main';
    const { sha, gated } = await modelInfo({ ...hub, name: wanted.id, revision, additionalFields: ['sha'] });
    if (gated && settings.token === undefined) throw refusedGated(how.asked);
    const files: RepoFile[] = [];
    for await (const entry of listFiles({
      ...hub,
      repo: wanted.id,
      revision: commitOf(sha),
      recursive: true,
    }))
      if (entry.type === 'file') files.push(repoFile(entry));
    return { commit: sha, files: chooseFiles(wanted.id, files, wanted.file) };
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.aborted) throw unreachable(new URL(settings.endpoint), pace.listingMs, limit.reason);
    throw error instanceof ModelError ? error : notTheHub(settings.endpoint, error);
  }
}

function visitOf({ id }: HubName, { settings, pace, signal }: HubOptions): Visit {
  const { endpoint, token } = settings;
  const asked = { model: id, page: `${endpoint}/${id}`, hasToken: token !== undefined };
  return {
    asked,
    pace,
    signal,
    token: token === undefined ? undefined : { value: token, origin: new URL(endpoint).origin },
  };
}

/** What the library calls instead of `fetch`. The body is read here, where a silent server is noticed. */
function fetchThrough(how: Visit): typeof fetch {
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const answer = await visit(url, { ...how, headers: { accept: 'application/json' } });
    const body: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of pieces(answer, how.pace.stallMs)) {
      bytes += piece.length;
      if (bytes > MOST_LISTING_BYTES) throw new Error('the answer is too long');
      body.push(piece);
    }
    return new Response(Buffer.concat(body), { status: 200, headers: answer.response.headers });
  };
}

type ListedFile = { path: string; size: number; oid?: string; lfs?: { oid: string; size: number } };

function repoFile({ path, size, oid, lfs }: ListedFile): RepoFile {
  const digest = lfs
    ? ({ kind: 'sha256', hex: lfs.oid } as const)
    : ({ kind: 'git-blob', hex: oid ?? '' } as const);
  const bytes = lfs?.size ?? size;
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(digest.hex) || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new Error(`${path} is listed without size or checksum`);
  return { path, size: bytes, digest };
}

function commitOf(sha: unknown): string {
  if (typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha)) return sha;
  throw new Error('the answer names no commit');
}

function offline({ id }: HubName): ModelError {
  return new ModelError({
    code: 'hub-offline',
    what: `${id} is not in the cache, and HF_HUB_OFFLINE forbids asking the Hub.`,
    fix: 'Unset HF_HUB_OFFLINE once to fetch it, or name a local folder or .gguf file.',
  });
}

function notTheHub(endpoint: string, cause: unknown): ModelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ModelError({
    code: 'hub-answer',
    what: `The answer is not the Hub's: ${reason}.`,
    where: endpoint,
    fix: 'Check HF_ENDPOINT; a login page of the network in between would look like this too.',
    cause,
  });
}
