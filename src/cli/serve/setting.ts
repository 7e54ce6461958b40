/** One setting of the environment: its name, what it is for, what it takes, how it is read. */
export interface Setting<T> {
  readonly name: string;
  readonly about: string;
  /** As a phrase that goes on `it takes …`. */
  readonly takes: string;
  /** How a value that must not be seen is shown. */
  readonly shown?: (text: string) => string;
  /** What holds where it is not set. */
  readonly usual: T;
  /** undefined: the text is none of what it takes. */
  read(text: string): T | undefined;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** What stands in the environment for a setting: empty is not set. */
export const textOf = (env: Env, { name }: Pick<Setting<unknown>, 'name'>): string | undefined =>
  env[name]?.trim() || undefined;

export const numberIn =
  (least: number, most: number) =>
  (text: string): number | undefined =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;

export const shaped =
  (shape: RegExp) =>
  (text: string): string | undefined =>
    shape.test(text) ? text : undefined;

export const oneOf =
  <const Word extends string>(...words: readonly Word[]) =>
  (text: string): Word | undefined =>
    words.find((word) => word === text.toLowerCase());

/** An address of http or https without anything behind its path. */
export function httpAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && search === '' && hash === '' ? text.replace(/\/+$/, '') : undefined;
}

/** 32 bytes as base64, with either alphabet. */
export function keyBytes(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && bytes.length === 32 ? bytes : undefined;
}

/** As an operator may see it: enough to tell two apart. */
export const hidden = (text: string): string => (text.length <= 12 ? '…' : `…${text.slice(-4)}`);

/** An address without the password in it. */
export const withoutPassword = (text: string): string => text.replace(/^([a-z]+:\/\/)[^@]*@/i, '$1…@');
