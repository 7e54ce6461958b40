/**
 * A Hugging Face Hub on loopback: the HTTP that the real one speaks, for as much as dotp uses.
 *
 * Two servers on two ports, because the real Hub redirects large files to another host: `/api/models/…/revision`
 * and `/tree` (paged by Link), `/resolve/` (small files at once, large ones by a redirect that names
 * X-Repo-Commit, X-Linked-Size and X-Linked-ETag), and the CDN with Range. Faults are asked for by path.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { address, type Fault, listen, sendFile, stop } from './fake-files.ts';

export interface FakeRepo {
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  /** 40 hex digits; default made from the content. */
  readonly commit?: string;
  readonly gated?: boolean;
  /** Answered only to this token, as if it did not exist. */
  readonly privateTo?: string;
  /** Files of at least this size are kept as LFS objects on the CDN. Default 1000. */
  readonly largeFrom?: number;
}

export interface Seen {
  readonly server: 'hub' | 'cdn';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface FakeHub {
  readonly endpoint: string;
  readonly seen: readonly Seen[];
  /** The next answers whose path contains `path` fail like this, one fault an answer. */
  fail(path: string, ...faults: (Fault | undefined)[]): void;
  /** Forgets the faults that have not happened yet. */
  heal(): void;
  close(): Promise<void>;
}

/** @param tokens  tokens that were granted access to gated repositories */
export async function fakeHub(
  repos: Readonly<Record<string, FakeRepo>>,
  { tokens = ['hf_granted'], pageSize = 3 }: { tokens?: readonly string[]; pageSize?: number } = {},
): Promise<FakeHub> {
  const seen: Seen[] = [];
  const faults: { path: string; fault: Fault | undefined }[] = [];
  const takeFault = (path: string): Fault | undefined => {
    const at = faults.findIndex((planned) => path.includes(planned.path));
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
  };
  const objects = new Map<string, Uint8Array>();
  const cdn = await listen((request, response) => {
    seen.push(note('cdn', request));
    const body = objects.get(new URL(request.url ?? '', 'http://x').pathname.slice(1));
    if (body === undefined) response.writeHead(403).end();
    else sendFile(request, response, body, {}, takeFault(`cdn:${nameIn(request)}`));
  });
  const hub = await listen((request, response) => {
    seen.push(note('hub', request));
    const fault = takeFault(request.url ?? '');
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'status') response.writeHead(fault.status, fault.headers).end();
    else if (fault?.kind === 'redirect') response.writeHead(302, { location: fault.to }).end();
    else
      answer(request, response, {
        repos,
        tokens,
        pageSize,
        objects,
        cdn: address(cdn),
        hub: address(hub),
        fault,
      });
  });
  return {
    endpoint: address(hub),
    seen,
    fail: (path, ...planned) => {
      faults.push(...planned.map((fault) => ({ path, fault })));
    },
    heal: () => {
      faults.length = 0;
    },
    close: async () => {
      await Promise.all([stop(hub), stop(cdn)]);
    },
  };
}

interface House {
  readonly repos: Readonly<Record<string, FakeRepo>>;
  readonly tokens: readonly string[];
  readonly pageSize: number;
  readonly objects: Map<string, Uint8Array>;
  readonly cdn: string;
  readonly hub: string;
  readonly fault: Fault | undefined;
}

function answer(request: IncomingMessage, response: ServerResponse, house: House): void {
  const url = new URL(request.url ?? '', house.hub);
  const api = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)$/.exec(url.pathname);
  const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  const [, id = '', kind, revision = ''] = api ?? [file?.[0], file?.[1], 'resolve', file?.[2]];
  const repo = house.repos[id];
  const token = request.headers.authorization?.replace('Bearer ', '');
  if (repo === undefined || (repo.privateTo !== undefined && repo.privateTo !== token))
    refuse(response, token === undefined ? 401 : 404, 'RepoNotFound', 'Repository not found');
  else if (!['main', 'HEAD', commitOf(repo)].includes(decodeURIComponent(revision)))
    refuse(response, 404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
  else if (kind === 'revision') sendInfo(response, id, repo);
  else if (kind === 'tree') sendTree(response, url, repo, house);
  else if (repo.gated && !house.tokens.includes(token ?? ''))
    refuse(response, token === undefined ? 401 : 403, 'GatedRepo', `Access to model ${id} is restricted.`);
  else sendResolved(request, response, decodeURIComponent(file?.[3] ?? ''), repo, house);
}

function sendInfo(response: ServerResponse, id: string, repo: FakeRepo): void {
  json(response, {
    _id: '0123456789abcdef01234567',
    id,
    sha: commitOf(repo),
    private: repo.privateTo !== undefined,
    gated: repo.gated ? 'manual' : false,
    pipeline_tag: 'text-generation',
    downloads: 1,
    likes: 1,
    lastModified: '2025-02-07T00:00:00.000Z',
    siblings: Object.keys(repo.files).map((rfilename) => ({ rfilename })),
  });
}

function sendTree(response: ServerResponse, url: URL, repo: FakeRepo, { hub, pageSize }: House): void {
  const all = Object.entries(repo.files).map(([path, content]) => treeEntry(path, bytesOf(content), repo));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = new URL(url.pathname + url.search, hub);
  next.searchParams.set('cursor', String(from + pageSize));
  const more = from + pageSize < all.length;
  json(response, all.slice(from, from + pageSize), more ? { link: `<${next.href}>; rel="next"` } : {});
}

function treeEntry(path: string, bytes: Uint8Array, repo: FakeRepo): object {
  const oid = gitBlob(bytes);
  const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 134 };
  return { type: 'file', oid, size: bytes.length, path, ...(isLarge(bytes, repo) && { lfs }) };
}

function sendResolved(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  repo: FakeRepo,
  { objects, cdn, fault }: House,
): void {
  const content = repo.files[path];
  if (content === undefined) {
    refuse(response, 404, 'EntryNotFound', 'Entry not found');
    return;
  }
  const bytes = bytesOf(content);
  const headers = { 'x-repo-commit': commitOf(repo) };
  if (!isLarge(bytes, repo)) {
    sendFile(request, response, bytes, { ...headers, etag: `"${gitBlob(bytes)}"` }, fault);
    return;
  }
  const oid = sha256(bytes);
  objects.set(oid, bytes);
  const linked = { 'x-linked-size': String(bytes.length), 'x-linked-etag': `"${oid}"` };
  const location = `${cdn}/${oid}?name=${encodeURIComponent(path)}&X-Amz-Signature=f00`;
  response.writeHead(302, { ...headers, ...linked, location }).end(`Found. Redirecting to ${location}`);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  json(response, { error: message }, { 'x-error-code': code, 'x-error-message': message }, status);
}

function json(
  response: ServerResponse,
  body: unknown,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

function note(server: Seen['server'], { url, headers }: IncomingMessage): Seen {
  return { server, path: url ?? '', range: headers.range, authorization: headers.authorization };
}

function nameIn({ url }: IncomingMessage): string {
  return new URL(url ?? '', 'http://x').searchParams.get('name') ?? '';
}

export function commitOf(repo: FakeRepo): string {
  return (
    repo.commit ??
    createHash('sha1')
      .update(JSON.stringify(Object.keys(repo.files)))
      .digest('hex')
  );
}

const isLarge = (bytes: Uint8Array, { largeFrom = 1000 }: FakeRepo) => bytes.length >= largeFrom;
const bytesOf = (content: Uint8Array | string) =>
  typeof content === 'string' ? Buffer.from(content) : content;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const gitBlob = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
