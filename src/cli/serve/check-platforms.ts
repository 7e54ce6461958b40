import type { Checked } from './check-lines.ts';
import type { ServeSettings } from './settings.ts';

type Result = Omit<Checked, 'what'>;

const PATIENCE = 5_000;

/** Asks Discord whose token it is. */
export async function checkDiscord({
  discordToken,
  discordApi = 'https://discord.com/api',
}: ServeSettings): Promise<Result> {
  if (discordToken === undefined) return { state: 'off', words: 'DISCORD_TOKEN is not set' };
  const authorization = discordToken.startsWith('Bot ') ? discordToken : `Bot ${discordToken}`;
  const told = await ask(`${discordApi}/v10/users/@me`, { headers: { authorization } });
  if (told === undefined) return unreachable('Discord');
  if (told.status === 401)
    return { state: 'wrong', words: 'Discord refuses DISCORD_TOKEN; make a new one on the page Bot' };
  const name = String(told.body.username ?? '');
  if (name === '') return { state: 'note', words: `Discord answered ${told.status}; it is tried again` };
  return { state: 'works', words: `as ${name}` };
}

/** Asks Slack whose token it is. */
export async function checkSlack({
  slackBotToken,
  slackAppToken,
  slackSigningSecret,
  slackApi = 'https://slack.com/api',
}: ServeSettings): Promise<Result> {
  const other = slackAppToken ?? slackSigningSecret;
  if (slackBotToken === undefined)
    return other === undefined
      ? { state: 'off', words: 'SLACK_BOT_TOKEN is not set' }
      : { state: 'wrong', words: 'SLACK_BOT_TOKEN is missing' };
  if (other === undefined)
    return { state: 'wrong', words: 'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing' };
  const headers = { authorization: `Bearer ${slackBotToken}` };
  const told = await ask(`${slackApi}/auth.test`, { method: 'POST', headers });
  if (told === undefined) return unreachable('Slack');
  const way = slackAppToken === undefined ? 'over HTTP at /slack/events' : 'in Socket Mode';
  return told.body.ok === true
    ? { state: 'works', words: `in ${String(told.body.team)}, ${way}` }
    : { state: 'wrong', words: `Slack refuses SLACK_BOT_TOKEN (${String(told.body.error)})` };
}

const unreachable = (name: string): Result => ({
  state: 'note',
  words: `${name} cannot be reached from here now; it is tried again when dotp serves`,
});

/** undefined: no answer. */
async function ask(
  url: string,
  request: RequestInit,
): Promise<{ status: number; body: Readonly<Record<string, unknown>> } | undefined> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE) });
    const body: unknown = await answer.json().catch(() => ({}));
    return { status: answer.status, body: Object.fromEntries(Object.entries(Object(body))) };
  } catch {
    return undefined;
  }
}
