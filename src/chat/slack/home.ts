/** The bot's own page: how to ask, the sessions of its reader's channels, every command. */
import type { types } from '@slack/bolt';
import type { CommandCard } from '../../kernel/command-card.ts';
import { formButton } from './ask-form.ts';
import { contextLine, plain, textSection } from './blocks.ts';

/** A session as it is listed. */
export interface SessionLine {
  /** `#general` */
  readonly channelName: string;
  readonly prompt: string;
  readonly people: number;
  readonly turns: number;
}

/** Lines shown: a page may have 100 blocks, and is read by a person. */
const SESSIONS = 20;
const COMMANDS = 60;
const LINE = 300;

/**
 * @param sessions  those that the reader may see, the last used first; choosing them is not done here
 * @param direct    conversation of the reader with the bot: where forms that are opened here are answered, signed
 */
export function homeView(
  cards: readonly CommandCard[],
  sessions: readonly SessionLine[],
  direct: string,
): types.HomeView {
  return {
    type: 'home',
    blocks: [
      heading('What does a language model do inside?'),
      textSection(
        'Type /p and a command with a prompt. In the thread of an answer go on without /p: commands, buttons, plain words.',
      ),
      heading('Sessions'),
      ...sessionLines(sessions),
      heading('Commands'),
      ...cards.slice(0, COMMANDS).map((card) => commandLine(card, direct)),
    ],
  };
}

const heading = (text: string): types.HeaderBlock => ({ type: 'header', text: plain(text, 150) });

function sessionLines(sessions: readonly SessionLine[]): types.KnownBlock[] {
  if (sessions.length === 0) return [textSection('None is open.')];
  const left = sessions.length - SESSIONS;
  return [
    ...sessions.slice(0, SESSIONS).map(sessionLine),
    ...(left > 0 ? [contextLine(`${left} more`, LINE)] : []),
  ];
}

const sessionLine = ({ channelName, prompt, people, turns }: SessionLine): types.SectionBlock =>
  textSection(
    `${channelName}: “${prompt}” (${counted(turns, 'turn', 'turns')}, ${counted(people, 'person', 'people')})`,
    LINE,
  );

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const commandLine = ({ path, asks, example }: CommandCard, direct: string): types.SectionBlock => ({
  ...textSection(`${path}: ${asks}\n${example}`, LINE),
  accessory: formButton(path, direct),
});
