/** Permissions that an answer of the bot depends on. */
const BITS = {
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export type Permission = keyof typeof BITS;

export const EVERYDAY: readonly Permission[] = [
  'viewChannel',
  'sendMessages',
  'attachFiles',
  'readMessageHistory',
  'useApplicationCommands',
  'createPublicThreads',
  'sendMessagesInThreads',
];

/** As the API writes a set of them. */
export const bitsOf = (permissions: Iterable<Permission>): string =>
  String([...permissions].reduce((sum, name) => sum | BITS[name], 0n));
