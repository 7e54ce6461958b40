import type { Json } from './world.ts';

/** An answer of the API that is an error: thrown by a route, written by the server. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly body: Json;
  constructor(status: number, code: number, message: string, errors?: Json) {
    super(message);
    this.status = status;
    this.body = { message, code, ...(errors === undefined ? {} : { errors }) };
  }
}

export const unknownChannel = () => new ApiFailure(404, 10003, 'Unknown Channel');
export const unknownMessage = () => new ApiFailure(404, 10008, 'Unknown Message');
export const unknownWebhook = () => new ApiFailure(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new ApiFailure(404, 10062, 'Unknown interaction');
export const unauthorized = () => new ApiFailure(401, 0, '401: Unauthorized');
export const tooLarge = () => new ApiFailure(413, 40005, 'Request entity too large');
export const acknowledged = () => new ApiFailure(400, 40060, 'Interaction has already been acknowledged.');
export const missingAccess = () => new ApiFailure(403, 50001, 'Missing Access');
export const othersMessage = () =>
  new ApiFailure(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = () => new ApiFailure(400, 50006, 'Cannot send an empty message');
export const missingPermissions = () => new ApiFailure(403, 50013, 'Missing Permissions');
export const lapsedToken = () => new ApiFailure(401, 50027, 'Invalid Webhook Token');
export const archivedThread = () => new ApiFailure(400, 50083, 'Thread is archived');
export const threadExists = () =>
  new ApiFailure(400, 160004, 'A thread has already been created for this message');

/** What is wrong with a body, by the path of the field. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** Errors of a form hang at the end of the path of their field, as Discord's do. */
export function invalidForm(issues: readonly Issue[]): ApiFailure {
  return new ApiFailure(400, 50035, 'Invalid Form Body', nested(issues));
}

function nested(issues: readonly Issue[]): Json {
  const here = issues.filter(({ path }) => path.length === 0);
  const heads = [...new Set(issues.flatMap(({ path }) => path.slice(0, 1).map(String)))];
  const below = heads.map((head) => [
    head,
    nested(
      issues
        .filter(({ path }) => path.length > 0 && String(path[0]) === head)
        .map((issue) => ({ ...issue, path: issue.path.slice(1) })),
    ),
  ]);
  const own = here.map(({ code, message }) => ({ code, message }));
  return { ...(own.length === 0 ? {} : { _errors: own }), ...Object.fromEntries(below) };
}
