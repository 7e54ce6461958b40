/** `dotp discord deploy` against a Discord on loopback. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { PERMISSIONS_INTEGER } from '../../../src/chat/discord/invite.ts';
import { discordDeploy } from '../../../src/cli/discord-deploy.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';
import { openFakeDiscord } from '../../support/discord/open.ts';

async function place(changes: Readonly<Record<string, string>> = {}) {
  const fake = await openFakeDiscord();
  onTestFinished(() => fake.close());
  return { fake, env: { DISCORD_TOKEN: fake.token, DISCORD_API: fake.api, ...changes } };
}

const names = (commands: readonly Readonly<Record<string, unknown>>[]) => commands.map(({ name }) => name);

test('in one server: every command of the registry, in place of those before, and how to invite', async () => {
  const { fake, env } = await place();
  const guild = fake.id('house');
  await discordDeploy({ guild, dryRun: false }, env);
  const said = await discordDeploy({ guild, dryRun: false }, env);
  expect(names(fake.commands(guild))).toEqual(['p', 'Trace with .p/']);
  expect(fake.commands()).toEqual([]);
  const { size } = await readCommands();
  expect(said).toContain(`/p with ${size + 1} commands`); // and /p line
  expect(said).toContain(`client_id=${fake.applicationId}&`);
  expect(fake.violations).toEqual([]);
});

test('everywhere, with the application named', async () => {
  const { fake, env } = await place();
  const said = await discordDeploy({ dryRun: false }, { ...env, DISCORD_APP_ID: fake.applicationId });
  expect(names(fake.commands())).toEqual(['p', 'Trace with .p/']);
  expect(fake.requests.map(({ request }) => request)).toEqual([
    `PUT /applications/${fake.applicationId}/commands`,
  ]);
  expect(said).toContain('up to an hour');
});

test('a dry run prints what would be sent and asks nobody', async () => {
  const said = await discordDeploy({ dryRun: true }, {});
  const [slash] = JSON.parse(said);
  const groups = slash.options.filter(({ type }: { type: number }) => type === 2);
  const families = commandCards(await readCommands()).flatMap(({ path }) => path.split('.').slice(0, -1));
  expect(groups).toHaveLength(new Set(families).size);
});

test('what is wrong is told by name, with what to do', async () => {
  const { fake, env } = await place();
  const failure = (changes: Readonly<Record<string, string>>, guild?: string) =>
    discordDeploy({ dryRun: false, ...(guild === undefined ? {} : { guild }) }, { ...env, ...changes });
  await expect(failure({ DISCORD_TOKEN: ' ' })).rejects.toMatchObject({ code: 'token-missing', exitCode: 2 });
  await expect(failure({ DISCORD_TOKEN: 'wrong' })).rejects.toMatchObject({
    code: 'token-refused',
    exitCode: 2,
  });
  await expect(failure({ DISCORD_API: 'http://127.0.0.1:9' })).rejects.toMatchObject({
    code: 'unreachable',
    exitCode: 1,
  });
  const refusals = [
    [50001, 'guild-unknown'],
    [10004, 'guild-unknown'],
    [20012, 'application-wrong'],
  ] as const;
  for (const [code, named] of refusals) {
    fake.faults.plan({ match: /^PUT/, fault: { kind: 'error', status: 403, code, message: 'no' } });
    await expect(failure({}, '123456789012345678')).rejects.toMatchObject({ code: named, exitCode: 2 });
  }
});

test('the guide names the permissions that are asked for', () => {
  const guide = readFileSync(new URL('../../../docs/discord.md', import.meta.url), 'utf8');
  expect(guide).toContain(PERMISSIONS_INTEGER);
});
