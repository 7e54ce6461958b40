import { DotpError } from '../../kernel/errors.ts';

/** Codes of Discord's API that are told apart here. */
export const API = {
  unknownApplication: 10002,
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  otherApplication: 20012,
  editedTooOften: 30046,
  acknowledged: 40060,
  missingAccess: 50001,
  noDirect: 50007,
  missingPermissions: 50013,
  tokenLapsed: 50027,
  archived: 50083,
  noCommonServer: 50278,
  threadThere: 160004,
  threadLocked: 160005,
  threadsFull: 160006,
} as const;

/**
 * Discord's API said no. It holds neither the address, which may contain a token, nor what was sent, as
 * the library's own error does.
 */
export class ApiRefusal extends DotpError<'discord-refused'> {
  /** {@link API}; 0 where the answer had none. */
  readonly api: number;
  readonly status: number;

  constructor(api: number, status: number, reason: string, call: string) {
    const what = `Discord refused: ${reason} (${api === 0 ? status : api}).`;
    super({ code: 'discord-refused', what, where: call, fix: 'See docs/discord.md under this number.' });
    this.api = api;
    this.status = status;
  }
}

export const isApi = (error: unknown, ...codes: readonly number[]): error is ApiRefusal =>
  error instanceof ApiRefusal && codes.includes(error.api);

const CLOSED: readonly number[] = [
  API.unknownChannel,
  API.unknownGuild,
  API.unknownMessage,
  API.unknownWebhook,
  API.unknownInteraction,
  API.editedTooOften,
  API.missingAccess,
  API.noDirect,
  API.missingPermissions,
  API.tokenLapsed,
  API.archived,
  API.noCommonServer,
  API.threadLocked,
];

/** This way of saying something is closed, whatever is said; another may be open. */
export const isClosed = (error: unknown): error is ApiRefusal => isApi(error, ...CLOSED);
