/** What the bot must be allowed in a channel: nothing more, and no administrator. */
const PERMISSIONS: readonly (readonly [name: string, bit: bigint])[] = [
  ['View Channel', 1n << 10n],
  ['Send Messages', 1n << 11n],
  ['Attach Files', 1n << 15n],
  ['Read Message History', 1n << 16n],
  ['Create Public Threads', 1n << 35n],
  ['Send Messages in Threads', 1n << 38n],
];

/** As the developer portal and the invitation write it. */
export const PERMISSIONS_INTEGER = String(PERMISSIONS.reduce((sum, [, bit]) => sum | bit, 0n));

/** Page on which somebody who manages a server adds the bot to it. */
export const invitation = (application: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${PERMISSIONS_INTEGER}`;
