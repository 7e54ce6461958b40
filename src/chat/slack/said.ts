/** What the house answers as what Slack is sent: one message, and the files that go with it. */
import type { Reply } from '../../kernel/reply.ts';
import type { Answered } from '../../kernel/voice.ts';
import { aboutOf } from '../about.ts';
import { offered } from '../offered.ts';
import { answerMessage, type SlackMessage } from './answer-message.ts';
import { formMenu } from './ask-form.ts';
import { type SentFile, textFile } from './files.ts';
import { cut } from './mrkdwn.ts';

export interface Said {
  readonly message: SlackMessage;
  /** Sent as one message with it. */
  readonly files: readonly SentFile[];
}

interface Owner {
  readonly channel: string;
  readonly key: Uint8Array;
  /** By which the message is found again. */
  readonly mark: string;
}

/** Characters of the prompt that an answer shows again. */
const PROMPT = 160;

export function saidOf(answered: Answered, { channel, key, mark }: Owner): Said {
  if (answered.show === 'json') return jsonOf(answered, { channel, key, mark });
  const { reply, png, picks, files, turn } = answered;
  const [picture] = reply.pictures;
  const drawn = png !== undefined && picture !== undefined;
  const message = answerMessage(
    {
      turn,
      text: textOf(reply),
      caveats: reply.caveats,
      ...(drawn ? { alt: picture.alt } : {}),
      buttons: offered(reply),
      picks,
      mark,
    },
    channel,
    key,
  );
  return {
    message: { ...message, blocks: [...message.blocks, ...formMenu(explained(reply))] },
    files: [
      ...(drawn ? [{ name: `${nameOf(reply)}.png`, bytes: png, alt: picture.alt }] : []),
      ...textFile(message),
      ...files.map(({ name, bytes, description }) => ({ name, bytes, alt: description })),
    ],
  };
}

function jsonOf({ reply, turn }: Answered, { channel, key, mark }: Owner): Said {
  const text = `${reply.command} as JSON, as every other front end gets it.`;
  const message = answerMessage({ turn, text, buttons: [], picks: [], mark }, channel, key);
  const bytes = Buffer.from(JSON.stringify(reply, null, 2), 'utf8');
  return { message, files: [{ name: `${nameOf(reply)}.json`, bytes, alt: text }] };
}

/** Paths of the commands that a help speaks of: each can be filled in as a form. */
const explained = ({ findings }: Reply): string[] =>
  findings.flatMap((finding) => (isHelp(finding) ? finding.commands.map(({ path }) => path) : []));

const isHelp = (finding: unknown): finding is { commands: readonly { path: string }[] } =>
  typeof finding === 'object' && finding !== null && 'kind' in finding && finding.kind === 'help';

/** `reflect.trace` */
const nameOf = ({ command }: Reply): string => command.replace(/^\.p\//, '');

/** The command, the beginning of what it was asked about, and what was found. */
function textOf(reply: Reply): string {
  const { command = '', words } = aboutOf(reply);
  const asked = words.replace(/\s*\n\s*/g, ' ⏎ ');
  const head = [command, asked === '' ? '' : `“${cut(asked, PROMPT)}”`];
  return [head.filter(Boolean).join(' '), reply.text.trim()].filter(Boolean).join('\n');
}
