import { isIP } from 'node:net';
import { requestRefused, type WebError } from './errors.ts';

/** What a request says of where it comes from and where it believes to go. */
export interface Doors {
  readonly method: string;
  /** Headers, lower case. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly site: string | undefined;
  readonly type: string | undefined;
}

/**
 * Why a request is turned away, if it is.
 *
 * A page of another site can make a browser send requests here. It cannot read the answers, since none
 * is shared with other origins, unless its own name is made to point here (DNS rebinding): then the Host
 * is that name. So a Host is an address, `localhost`, or the one that was set. What changes something
 * must also come from a page of this very host, as JSON, which other sites may not send unasked.
 *
 * @param own  hosts of DOTP_ADDRESS, without a port
 */
export function refusal(
  { method, host, origin, site, type }: Doors,
  own: readonly string[],
): WebError | undefined {
  const name = nameOf(host);
  if (name === undefined || !(name === 'localhost' || isIP(name) !== 0 || own.includes(name)))
    return requestRefused(
      'dotp is not known under this name.',
      'Open it by its address, or set DOTP_ADDRESS to the address that people use.',
    );
  if (method === 'GET' || method === 'HEAD') return undefined;
  const foreign =
    origin === undefined ? site !== undefined && site !== 'same-origin' : hostOf(origin) !== host;
  if (foreign || !/^application\/json\b/i.test(type ?? ''))
    return requestRefused('Only the page itself may send this.', 'Open the page and type it there.');
  return undefined;
}

/** `[::1]:4173` → `::1` */
function nameOf(host: string | undefined): string | undefined {
  const [, six, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  return (six ?? plain)?.toLowerCase();
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * With every answer: nothing is loaded from elsewhere, no script but the page's own runs, nobody frames
 * it, and the address, which holds the session, is told to nobody.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};
