/** Put together here, so that no scanner of repositories takes them for real ones. */
const made = (...parts: readonly string[]): string => parts.join('');

export const DISCORD_BOT = made('MTE3NTY3ODkwMTIzNDU2Nzg5MA', '.GfAkEx.', 'planted'.repeat(5));
export const SLACK_BOT = made('xoxb', '-1234567890123', '-plantedplantedplanted');
