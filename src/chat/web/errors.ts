import { DotpError } from '../../kernel/errors.ts';

export type WebCode =
  | 'request-refused'
  | 'request-unreadable'
  | 'session-crowded'
  | 'not-found'
  | 'not-taking';

/** What the page's server refuses before the house hears of it. */
export class WebError extends DotpError<WebCode> {
  /** Of HTTP. */
  readonly status: 400 | 403 | 404 | 429 | 503;

  constructor(facts: ConstructorParameters<typeof DotpError<WebCode>>[0], status: WebError['status']) {
    super(facts, 2);
    this.status = status;
  }
}

export const requestRefused = (what: string, fix: string): WebError =>
  new WebError({ code: 'request-refused', what, fix }, 403);

export const requestUnreadable = (where: string): WebError =>
  new WebError(
    {
      code: 'request-unreadable',
      what: 'This request is not one that the page sends.',
      where,
      fix: 'Reload the page.',
    },
    400,
  );

export const sessionCrowded = (): WebError =>
  new WebError(
    {
      code: 'session-crowded',
      what: 'Too many pages look at dotp at once.',
      fix: 'Close one of them and reload.',
    },
    429,
  );

export const notFound = (what: string): WebError =>
  new WebError(
    { code: 'not-found', what: `${what} is not here (any more).`, fix: 'Reload the page for what is.' },
    404,
  );

/** Told to who asks too early or too late; the page sends it again by itself. */
export const notTaking = (): WebError =>
  new WebError(
    {
      code: 'not-taking',
      what: 'dotp is starting, or being stopped.',
      fix: 'Send it again in a moment.',
    },
    503,
  );
