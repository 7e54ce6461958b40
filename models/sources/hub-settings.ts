/** The settings that programs around the Hugging Face Hub share, read the way they read them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { type Env, userFolder, xdgCache } from './home.ts';

export interface HubSettings {
  /** Base address without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly offline: boolean;
  /** Where other programs keep what they fetched. */
  readonly cache: string;
}

/** @throws {ModelError} `hub-answer` when HF_ENDPOINT is no address */
export async function hubSettings(env: Env): Promise<HubSettings> {
  return {
    endpoint: endpointOf(env.HF_ENDPOINT || 'https://huggingface.co'),
    token: (await readToken(env))?.trim() || undefined,
    offline: isTrue(env.HF_HUB_OFFLINE) || isTrue(env.TRANSFORMERS_OFFLINE),
    cache: hubCacheFolder(env),
  };
}

/** `HF_HUB_CACHE`, else `hub` below `HF_HOME`, else below the user's cache folder. */
export function hubCacheFolder(env: Env): string {
  return env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || join(huggingFaceHome(env), 'hub');
}

function huggingFaceHome(env: Env): string {
  const home = env.HF_HOME || join(xdgCache(env), 'huggingface');
  return home.startsWith('~') ? join(userFolder(env), home.slice(1)) : home;
}

/** `HF_TOKEN`, else what `hf auth login` left on disk, unless that is switched off. */
async function readToken(env: Env): Promise<string | undefined> {
  const given = env.HF_TOKEN || env.HUGGING_FACE_HUB_TOKEN;
  if (given || isTrue(env.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return given;
  const file = env.HF_TOKEN_PATH || join(huggingFaceHome(env), 'token');
  return readFile(file, 'utf8').catch(() => undefined);
}

function endpointOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new ModelError(
    {
      code: 'hub-answer',
      what: 'HF_ENDPOINT is not the address of a server.',
      where: text,
      fix: 'Set it to something like https://huggingface.co, or unset it.',
    },
    2,
  );
}

function isTrue(value: string | undefined): boolean {
  return /^(1|true|yes|on)$/i.test(value ?? '');
}
