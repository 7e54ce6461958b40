/** What the fake Hub answers to one request: who may see the repository, its facts, its files. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fault, sendFile } from './fake-files.ts';

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

export interface House {
  readonly repos: Readonly<Record<string, FakeRepo>>;
  readonly tokens: readonly string[];
  readonly pageSize: number;
  readonly objects: Map<string, Uint8Array>;
  readonly cdn: string;
  readonly hub: string;
  readonly fault: Fault | undefined;
}

export function answer(request: IncomingMessage, response: ServerResponse, house: House): void {
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
