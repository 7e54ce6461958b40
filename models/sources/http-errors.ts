/** What the answers of a Hub mean for the person who asked for a model. */
import { ModelError } from '../errors.ts';

export interface Asked {
  /** `meta-llama/Llama-3.2-1B` */
  readonly model: string;
  /** Its page, where a licence can be accepted. */
  readonly page: string;
  readonly hasToken: boolean;
}

/** An answer that trying again will not change. */
export async function refused(response: Response, url: URL, asked: Asked): Promise<ModelError> {
  await response.body?.cancel();
  const reason = response.headers.get('x-error-code');
  if (reason === 'GatedRepo' || (response.status === 403 && reason === null))
    return refusedGated(asked, words(response));
  if (response.status === 404 || response.status === 401) return missing(response, url, asked, reason);
  return new ModelError({
    code: 'hub-refused',
    what: `The Hub refused ${asked.model} with status ${response.status}${words(response)}.`,
    where: place(url),
    fix: 'Check HF_TOKEN and HF_ENDPOINT, or choose another model with --model.',
  });
}

/** The model's facts say that it is gated: no need to ask for its files without a token. */
export function refusedGated({ model, page, hasToken }: Asked, said = ''): ModelError {
  const accept = `Accept the licence on ${page}`;
  return new ModelError({
    code: 'model-gated',
    what: `${model} is handed out only to accounts that were given access${said}.`,
    where: page,
    fix: hasToken
      ? `${accept} with the account HF_TOKEN belongs to, and let the token read gated repositories.`
      : `${accept}, make a token at ${new URL('/settings/tokens', page).href} and set HF_TOKEN.`,
  });
}

/** The Hub answers 401 for a repository that does not exist, so that private ones stay secret. */
function missing(
  response: Response,
  url: URL,
  { model, hasToken }: Asked,
  reason: string | null,
): ModelError {
  const badToken = response.status === 401 && reason === null && hasToken;
  const thing =
    reason === 'EntryNotFound'
      ? 'no such file in'
      : reason === 'RevisionNotFound'
        ? 'no such version of'
        : undefined;
  return new ModelError({
    code: badToken ? 'hub-refused' : 'model-missing',
    what: badToken
      ? `The Hub does not accept the token in HF_TOKEN${words(response)}.`
      : thing === undefined
        ? `The Hub has no public model ${model}.`
        : `The Hub has ${thing} ${model}.`,
    where: place(url),
    fix: badToken
      ? 'Make a new token, or unset HF_TOKEN for public models.'
      : `Check the spelling (owner/name)${hasToken ? '' : '; a private model needs HF_TOKEN'}.`,
  });
}

/** 429 or 5xx for longer than is waited. `wait` in ms, undefined when the Hub did not say. */
export function busy(status: number, url: URL, wait: number | undefined): ModelError {
  const limited = status === 429;
  const later = wait === undefined ? 'in a few minutes' : `in ${Math.ceil(wait / 1000)} s`;
  return new ModelError({
    code: 'hub-busy',
    what: limited ? 'The Hub limits how often it is asked (429).' : `The Hub is out of order (${status}).`,
    where: place(url),
    fix: `Try again ${later}${limited ? '; with HF_TOKEN set the limit is higher' : ''}.`,
  });
}

export function unreachable(url: URL, answerMs: number, cause: unknown): ModelError {
  return new ModelError({
    code: 'hub-unreachable',
    what: `${url.host} cannot be reached: ${reasonOf(cause, answerMs)}.`,
    where: place(url),
    fix: 'Check the network, or name a local folder or .gguf file with --model. For a mirror set HF_ENDPOINT.',
    cause,
  });
}

export function tooManyRedirects(url: URL, hops: number): ModelError {
  return new ModelError({
    code: 'hub-answer',
    what: `The server redirected more than ${hops} times.`,
    where: place(url),
    fix: 'Check HF_ENDPOINT, or try again later.',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to the network',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'there is no way to that machine',
  UND_ERR_SOCKET: 'the connection was cut',
};

/** `fetch` says only "fetch failed"; the cause below it has the code. */
function reasonOf(error: unknown, answerMs: number): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `no answer within ${answerMs / 1000} s`;
  const below = error instanceof Error ? error.cause : undefined;
  if (!(below instanceof Error)) return error instanceof Error ? error.message : String(error);
  const code = 'code' in below && typeof below.code === 'string' ? below.code : '';
  return REASONS[code] ?? (below.message || code);
}

function words(response: Response): string {
  const message = response.headers.get('x-error-message');
  return message === null ? '' : ` ("${message.slice(0, 200).replace(/\.$/, '')}")`;
}

/** Without the query, which may carry a signature and tells a person nothing. */
function place(url: URL): string {
  return url.origin + url.pathname;
}
