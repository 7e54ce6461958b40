/**
 * A Hugging Face Hub on loopback: the HTTP that the real one speaks, for as much as dotp uses.
 *
 * Two servers on two ports, because the real Hub redirects large files to another host: `/api/models/…/revision`
 * and `/tree` (paged by Link), `/resolve/` (small files at once, large ones by a redirect that names
 * X-Repo-Commit, X-Linked-Size and X-Linked-ETag), and the CDN with Range. Faults are asked for by path.
 */
import type { IncomingMessage } from 'node:http';
import { address, type Fault, listen, sendFile, stop } from './fake-files.ts';
import { answer, type FakeRepo } from './fake-hub-answers.ts';

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

function note(server: Seen['server'], { url, headers }: IncomingMessage): Seen {
  return { server, path: url ?? '', range: headers.range, authorization: headers.authorization };
}

function nameIn({ url }: IncomingMessage): string {
  return new URL(url ?? '', 'http://x').searchParams.get('name') ?? '';
}
