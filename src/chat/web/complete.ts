import type { CommandCard } from '../../kernel/command-card.ts';
import { candidates, ranked } from '../ranked.ts';

/** What could stand at the end of the line that is being typed. */
export interface Completion {
  /** Where in the text the choice goes in, to its end; UTF-16 units. */
  readonly from: number;
  readonly choices: readonly Choice[];
}

export interface Choice {
  /** What goes in. */
  readonly text: string;
  /** What is shown, and what it is for. */
  readonly label: string;
  readonly note: string;
}

const MOST = 8;
const NONE: Completion = { from: 0, choices: [] };

/** The head of a command and what stands in its braces so far, at the end of the text. */
const HEAD = /(?:^|\n)[ \t]*((?:\.p|p)?\/?(?:p[ \t])?([\w.]*))$/;
const INSIDE = /(?:\.p\/|(?:^|\s)p\/|\/p[ \t]+)([\w.]+)\{([^{}]*)$/;

/**
 * Names, parameters and values for the line before the cursor; nothing while a prompt is written.
 *
 * @param before  the text up to the cursor
 */
export function completeLine(before: string, cards: readonly CommandCard[]): Completion {
  const inside = INSIDE.exec(before);
  if (inside !== null) {
    const [, path = '', params = ''] = inside;
    const card = cards.find((each) => each.path === path);
    return card === undefined ? NONE : insideBraces(before, params, card);
  }
  const [, typed = '', name = ''] = HEAD.exec(before) ?? [];
  return typed === '' ? NONE : heads(before.length - typed.length, name, cards);
}

function heads(from: number, name: string, cards: readonly CommandCard[]): Completion {
  const choices = ranked(
    name,
    cards.map(({ path }) => path),
  ).flatMap((path): Choice[] => {
    const card = cards.find((each) => each.path === path);
    return card === undefined ? [] : [{ text: `.p/${path} `, label: path, note: card.asks }];
  });
  return { from, choices: choices.slice(0, MOST) };
}

function insideBraces(before: string, params: string, card: CommandCard): Completion {
  const last = params.slice(params.lastIndexOf(',') + 1).trimStart();
  const [, name, value] = /^(\w+)\s*=\s*(.*)$/s.exec(last) ?? [];
  return name === undefined ? names(before, params, last, card) : values(before, name, value ?? '', card);
}

function names(before: string, params: string, typed: string, { params: all }: CommandCard): Completion {
  const used = new Set([...params.matchAll(/(\w+)\s*=/g)].map(([, name]) => name));
  const left = all.filter(({ name }) => !used.has(name));
  const choices = ranked(
    typed,
    left.map(({ name }) => name),
  ).flatMap((name): Choice[] => {
    const param = left.find((each) => each.name === name);
    return param === undefined ? [] : [{ text: `${name}=`, label: name, note: param.doc }];
  });
  return { from: before.length - typed.length, choices: choices.slice(0, MOST) };
}

function values(before: string, name: string, typed: string, { params }: CommandCard): Completion {
  const param = params.find((each) => each.name === name);
  // A list or a quoted text is the person's own.
  if (param === undefined || /["'“‘[{]/.test(typed)) return NONE;
  const choices = ranked(typed, candidates(param, typed)).map(
    (word): Choice => ({
      text: word,
      label: word,
      note: word === String(param.default) ? 'as it is by itself' : '',
    }),
  );
  return { from: before.length - typed.length, choices: choices.slice(0, MOST) };
}
