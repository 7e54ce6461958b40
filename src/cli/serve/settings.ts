import { shardsOf } from '../../chat/discord/shards.ts';
import { CliError } from '../errors.ts';
import {
  type Env,
  hidden,
  httpAddress,
  keyBytes,
  numberIn,
  oneOf,
  type Setting,
  shaped,
  textOf,
  withoutPassword,
} from './setting.ts';

const text = (words: string): string => words;
const none = undefined;
const TOKEN = 'the token as it was copied, without spaces';
const ADDRESS = 'an address that begins with http:// or https://';

const S = {
  port: {
    name: 'PORT',
    about: 'where the page, the health checks and the metrics are served',
    takes: 'a whole number from 0 to 65535 (0: any that is free)',
    usual: 4173,
    read: numberIn(0, 65_535),
  },
  host: {
    name: 'HOST',
    about: 'address to listen at; anything but loopback lets others in, who need no password',
    takes: 'an IP address or a host name of this machine',
    usual: '127.0.0.1',
    read: shaped(/^[A-Za-z0-9.:_-]{1,253}$/),
  },
  address: {
    name: 'DOTP_ADDRESS',
    about: 'the page’s address as people type it, where a name or a proxy stands in front',
    takes: ADDRESS,
    usual: none,
    read: httpAddress,
  },
  model: {
    name: 'DOTP_MODEL',
    about: 'the model that is asked where nobody chose another',
    takes: 'a known name, shipped, a Hugging Face id, a folder or a .gguf file',
    usual: none,
    read: text,
  },
  device: {
    name: 'DOTP_DEVICE',
    about: 'where the model runs',
    takes: 'cpu, webgpu or cuda',
    usual: 'cpu',
    read: oneOf('cpu', 'webgpu', 'cuda'),
  },
  models: {
    name: 'DOTP_MODELS',
    about: 'models that may be open at once; each holds its weights in memory',
    takes: 'a whole number from 1 to 16',
    usual: 2,
    read: numberIn(1, 16),
  },
  home: {
    name: 'DOTP_HOME',
    about: 'folder of fetched models, of the embedded store and of the key',
    takes: 'a folder that this user may write',
    usual: none,
    read: text,
  },
  store: {
    name: 'DOTP_STORE',
    about: 'where is remembered what must outlive the process',
    takes: 'nothing (embedded), redis://host:6379/0, rediss://…, or memory: to forget at the end',
    shown: withoutPassword,
    usual: none,
    read: shaped(/^(rediss?:\/\/\S+|memory:)$/),
  },
  key: {
    name: 'DOTP_KEY',
    about: 'signs buttons; not set, it is made once and kept in DOTP_HOME',
    takes: '32 bytes as base64, made by: openssl rand -base64 32',
    shown: hidden,
    usual: none,
    read: keyBytes,
  },
  discordToken: {
    name: 'DISCORD_TOKEN',
    about: 'the bot’s token, from the page Bot of your application',
    takes: TOKEN,
    shown: hidden,
    usual: none,
    read: shaped(/^\S{20,}$|^Bot \S{20,}$/),
  },
  discordApp: {
    name: 'DISCORD_APP_ID',
    about: 'the application’s id; Discord is asked for it when it is not set',
    takes: 'the digits of General Information › Application ID',
    usual: none,
    read: shaped(/^\d{15,22}$/),
  },
  discordApi: {
    name: 'DISCORD_API',
    about: 'base of Discord’s REST API',
    takes: ADDRESS,
    usual: none,
    read: httpAddress,
  },
  discordPrivileged: {
    name: 'DISCORD_PRIVILEGED',
    about: 'yes asks for the MESSAGE_CONTENT intent, so that plain lines in channels are heard',
    takes: 'yes or no',
    usual: 'no',
    read: oneOf('yes', 'no'),
  },
  discordShards: {
    name: 'DISCORD_SHARDS',
    about: 'which servers this process hears, where several share them; not set, all of them',
    takes: 'numbers from 0, of how many, as 0,1/4',
    usual: none,
    read: shardsOf,
  },
  slackBotToken: {
    name: 'SLACK_BOT_TOKEN',
    about: 'Slack’s Bot User OAuth Token',
    takes: 'a token that begins with xoxb-',
    shown: hidden,
    usual: none,
    read: shaped(/^xoxb-\S+$/),
  },
  slackAppToken: {
    name: 'SLACK_APP_TOKEN',
    about: 'Socket Mode, which needs no public address',
    takes: 'a token that begins with xapp-',
    shown: hidden,
    usual: none,
    read: shaped(/^xapp-\S+$/),
  },
  slackSigningSecret: {
    name: 'SLACK_SIGNING_SECRET',
    about: 'without an app token: events come over HTTP to /slack/events, signed with this',
    takes: 'the letters of Basic Information › Signing Secret',
    shown: hidden,
    usual: none,
    read: shaped(/^[A-Za-z0-9]{16,}$/),
  },
  slackApi: {
    name: 'SLACK_API',
    about: 'base of Slack’s Web API',
    takes: ADDRESS,
    usual: none,
    read: httpAddress,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    about: 'how much the log tells',
    takes: 'trace, debug, info, warn, error, fatal or silent',
    usual: 'info',
    read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

/** Every setting of `dotp serve`, in the order they are shown. */
export const SETTINGS: readonly Setting<unknown>[] = Object.values(S);

type ServeSettings = ReturnType<typeof readAll>;

/**
 * The settings, checked.
 *
 * @throws {CliError} `setting-wrong`, naming every wrong one and what it takes; a value is not repeated
 */
export function serveSettings(env: Env): ServeSettings {
  const wrong = SETTINGS.filter((setting) => isWrong(env, setting));
  if (wrong.length === 0) return readAll(env);
  throw new CliError({
    code: 'setting-wrong',
    what: wrong.map(({ name, takes }) => `${name} is not what it takes: ${takes}.`).join('\n'),
    fix: 'Set it right or leave it out; dotp serve --check shows all of them.',
  });
}

export function isWrong(env: Env, setting: Setting<unknown>): boolean {
  const text = textOf(env, setting);
  return text !== undefined && setting.read(text) === undefined;
}

function readAll(env: Env) {
  return {
    port: setTo(env, S.port),
    host: setTo(env, S.host),
    address: setTo(env, S.address),
    model: setTo(env, S.model),
    device: setTo(env, S.device),
    models: setTo(env, S.models),
    home: setTo(env, S.home),
    store: setTo(env, S.store),
    key: setTo(env, S.key),
    discordToken: setTo(env, S.discordToken),
    discordApi: setTo(env, S.discordApi),
    discordPrivileged: setTo(env, S.discordPrivileged),
    discordShards: setTo(env, S.discordShards),
    slackBotToken: setTo(env, S.slackBotToken),
    slackAppToken: setTo(env, S.slackAppToken),
    slackSigningSecret: setTo(env, S.slackSigningSecret),
    slackApi: setTo(env, S.slackApi),
    logLevel: setTo(env, S.logLevel),
  };
}

function setTo<T, U>(
  env: Env,
  setting: Pick<Setting<T | U>, 'name'> & { readonly usual: U; read(text: string): T | undefined },
): T | U {
  const text = textOf(env, setting);
  return (text === undefined ? undefined : setting.read(text)) ?? setting.usual;
}

/** Nobody else can reach it: who uses the page runs this dotp. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/** Names under which the page may be opened, besides addresses and localhost. */
export const ownHosts = ({ address, host }: ServeSettings): string[] => [
  ...(address === undefined ? [] : [new URL(address).hostname]),
  host.toLowerCase(),
];

export type { ServeSettings };
