import { type Env, type Setting, textOf } from './setting.ts';
import { isWrong, SETTINGS } from './settings.ts';

/** One part of the house, and whether it will work. */
export interface Checked {
  readonly what: string;
  /** `off`: not asked for; `note`: works, with something to know. */
  readonly state: 'works' | 'off' | 'note' | 'wrong';
  readonly words: string;
}

const SIGN: Readonly<Record<Checked['state'], string>> = { works: '✓', off: '–', note: '!', wrong: '✗' };

/** Settings and parts as a text of two tables; of secrets only the end is shown. */
export function checkLines(env: Env, checked: readonly Checked[]): string {
  const settings = SETTINGS.map((setting) => settingLine(env, setting));
  const wide = Math.max(...checked.map(({ what }) => what.length), 0);
  const parts = checked.map(({ what, state, words }) => `  ${SIGN[state]} ${what.padEnd(wide)}  ${words}`);
  const verdict =
    checked.length === 0 ? ['  ✗ Set the wrong ones right; then the rest is looked at.'] : parts;
  return ['Settings', ...settings, '', 'What will work', ...verdict, ''].join('\n');
}

const NAMES = Math.max(...SETTINGS.map(({ name }) => name.length));

function settingLine(env: Env, setting: Setting<unknown>): string {
  const name = setting.name.padEnd(NAMES);
  const text = textOf(env, setting);
  if (isWrong(env, setting)) return `  ✗ ${name}  it takes ${setting.takes}`;
  if (text !== undefined) return `    ${name}  ${setting.shown?.(text) ?? text}`;
  return `    ${name}  ${setting.usual === undefined ? 'not set' : `${setting.usual} (by itself)`}`;
}
