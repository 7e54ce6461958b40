import { access, constants } from 'node:fs/promises';
import { dotpHome } from '../../../models/sources/home.ts';
import { DotpError } from '../../kernel/errors.ts';
import { openMemory } from '../../memory/open.ts';
import { type Checked, checkLines } from './check-lines.ts';
import { checkModel } from './check-model.ts';
import { checkDiscord, checkSlack } from './check-platforms.ts';
import { listenAt } from './listen.ts';
import { secretsOf } from './log.ts';
import { withoutSecrets } from './redact.ts';
import type { Env } from './setting.ts';
import { isWrong, SETTINGS, type ServeSettings, serveSettings } from './settings.ts';

/**
 * `dotp serve --check`: every setting, what is missing and what will work, on stdout.
 *
 * @returns 0; 2 when something that was asked for will not work
 */
export async function checkServe(env: Env, write: (text: string) => unknown): Promise<0 | 2> {
  const isReadable = !SETTINGS.some((setting) => isWrong(env, setting));
  const checked = isReadable ? await checkAll(serveSettings(env), env) : [];
  write(checkLines(env, checked));
  return isReadable && checked.every(({ state }) => state !== 'wrong') ? 0 : 2;
}

async function checkAll(settings: ServeSettings, env: Env): Promise<readonly Checked[]> {
  const home = dotpHome({ ...env, DOTP_HOME: settings.home });
  const work: readonly [string, () => Promise<Omit<Checked, 'what'>>][] = [
    ['page', () => checkPage(settings)],
    ['model', () => checkModel(settings.model, home, env)],
    ['store', () => checkStore(settings, home)],
    ['buttons', () => checkKey(settings, home)],
    ['Discord', () => checkDiscord(settings)],
    ['Slack', () => checkSlack(settings)],
  ];
  const secrets = secretsOf(settings);
  return Promise.all(
    work.map(async ([what, check]): Promise<Checked> => {
      const { state, words } = await check().catch(failed);
      return { what, state, words: withoutSecrets(words, secrets) };
    }),
  );
}

const failed = (error: unknown): Omit<Checked, 'what'> => ({
  state: 'wrong',
  words: error instanceof DotpError ? error.message : String(error),
});

async function checkPage({ port, host, address }: ServeSettings): Promise<Omit<Checked, 'what'>> {
  const listening = await listenAt({ port, host }, () => new Response());
  await listening.close();
  return { state: 'works', words: `${address ?? listening.address} (the port is free)` };
}

async function checkStore({ store }: ServeSettings, home: string): Promise<Omit<Checked, 'what'>> {
  const memory = await openMemory(store, { home });
  await memory.close();
  if (store === 'memory:') return { state: 'note', words: 'memory: everything is forgotten at the end' };
  return { state: 'works', words: store === undefined ? `embedded, in ${home}/store` : 'Redis, reached' };
}

async function checkKey({ key, store }: ServeSettings, home: string): Promise<Omit<Checked, 'what'>> {
  if (key !== undefined) return { state: 'works', words: 'signed with DOTP_KEY' };
  const kept = await access(`${home}/key`, constants.R_OK).then(
    () => true,
    () => false,
  );
  const where = kept ? `signed with the key in ${home}` : `a key is made at the start and kept in ${home}`;
  return store?.startsWith('redis') === true
    ? { state: 'note', words: `${where}; several machines need the same DOTP_KEY` }
    : { state: 'works', words: where };
}
