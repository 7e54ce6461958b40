/** Messages of the fake Slack as its app shows them in an open thread, in its light theme. */
import { type Json, objectsAt, textAt } from '../slack/json.ts';
import type { SeenMessage } from '../slack/log.ts';
import { BOT, nameOf } from '../slack/workspace.ts';
import { html } from './html.ts';
import { mrkdwn } from './mrkdwn.ts';
import { page, picture } from './picture.ts';
import { SLACK_STYLE } from './slack-style.ts';

export interface Shown {
  readonly message: SeenMessage;
  /** `10:24` */
  readonly time: string;
}

/** @param channel  `# general` @param shown  the thread's root, and what follows */
export const slackPage = (channel: string, [root, ...replies]: readonly Shown[]): string => {
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  const body = `<header><b>Thread</b> ${html(channel)}</header>${root === undefined ? '' : messageOf(root)}
<div class="count">${count}<hr></div>${replies.map(messageOf).join('')}<footer></footer>`;
  return page(SLACK_STYLE, body, 640);
};

/** Blocks first, then files: Slack shows what was uploaded below what was said with it. */
function messageOf({ message, time }: Shown): string {
  const { user, text, blocks, files } = message;
  const isOurs = user === BOT.user;
  const name = isOurs ? BOT.name : nameOf(user);
  const said = blocks.length === 0 ? mrkdwn(text) : blocks.map(blockOf).join('');
  return `<article><div class="avatar ${html(name)}">${isOurs ? '.p/' : html(name.slice(0, 1).toUpperCase())}</div>
<div class="who"><b>${html(name)}</b>${isOurs ? '<span class="badge">APP</span>' : ''}<time>${html(time)}</time></div>
${said}${files.map(fileOf).join('')}</article>`;
}

const fileOf = ({ name, alt, title, type, bytes }: SeenMessage['files'][number]): string =>
  type === 'image/png'
    ? `<div class="name">${html(title || name)} ▾</div><div class="picture">${picture(bytes, html(alt))}</div>`
    : `<div class="file"><b>${html(title || name)}</b><small>${html(type)}</small></div>`;

function blockOf(block: Json): string {
  switch (block.type) {
    case 'section':
      return `<div class="section">${textOf(block, 'text')}</div>`;
    case 'context':
      return `<div class="context">${objectsAt(block, 'elements').map(objectOf).join('')}</div>`;
    case 'actions':
      return `<div class="row">${objectsAt(block, 'elements').map(elementOf).join('')}</div>`;
    case 'divider':
      return '<hr>';
    default:
      return `<div class="section">[${html(String(block.type))}]</div>`;
  }
}

const textOf = (value: Json, key: string): string =>
  objectsAt({ all: [value[key]] }, 'all')
    .map(objectOf)
    .join('');

const objectOf = (object: Json): string =>
  object.type === 'mrkdwn' ? mrkdwn(textAt(object, 'text')) : html(textAt(object, 'text'));

const elementOf = (element: Json): string =>
  element.type === 'button'
    ? `<span class="button ${html(textAt(element, 'style'))}">${textOf(element, 'text')}</span>`
    : `<span class="button menu">${textOf(element, 'placeholder')}<i></i></span>`;
