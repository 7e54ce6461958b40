/** Messages of the fake Discord as its app shows them, in its dark theme. */

import { listIn, textIn } from '../discord/json-read.ts';
import type { SeenMessage } from '../discord/view.ts';
import { discordMarkdown } from './discord-markdown.ts';
import { DISCORD_STYLE } from './discord-style.ts';
import { html } from './html.ts';
import { page, picture } from './picture.ts';

/** What stands around a message that the message itself does not say. */
export interface Shown {
  readonly message: SeenMessage;
  /** `10:24` */
  readonly time: string;
  /** Above it: who used which command, or whom it replies to. */
  readonly above?: { readonly person: string; readonly words: string };
  /** The thread that hangs from it. */
  readonly thread?: { readonly name: string; readonly messages: number };
}

/** @param place  `# general`, or a thread's name */
export const discordPage = (place: string, shown: readonly Shown[]): string =>
  page(
    DISCORD_STYLE,
    `<header>${html(place)}</header>${shown.map(messageOf).join('')}<footer></footer>`,
    720,
  );

function messageOf({ message, time, above, thread }: Shown): string {
  const { author, ours, content, files } = message;
  const badge = ours ? '<span class="badge">APP</span>' : '';
  return `<article>${above === undefined ? '' : aboveOf(above)}
<div class="avatar ${ours ? 'app' : html(author)}">${ours ? '.p/' : html(author.slice(0, 1).toUpperCase())}</div>
<div class="said"><div class="who"><b>${html(author)}</b>${badge}<time>${html(time)}</time></div>
<div class="content">${discordMarkdown(content)}</div>
${files.map(fileOf).join('')}${message.components.map(rowOf).join('')}${thread === undefined ? '' : threadOf(thread)}</div></article>`;
}

const aboveOf = ({ person, words }: { person: string; words: string }): string =>
  `<div class="above"><span class="small ${html(person)}">${html(person.slice(0, 1).toUpperCase())}</span>
<b>${html(person)}</b> ${words}</div>`;

const fileOf = ({ type, bytes, description = '', name }: SeenMessage['files'][number]): string =>
  type === 'image/png'
    ? `<div class="picture">${picture(bytes, html(description))}</div>`
    : `<div class="file">${html(name)} <small>${bytes.length} bytes</small></div>`;

const rowOf = ({ components }: SeenMessage['components'][number]): string =>
  `<div class="row">${listIn(components)
    .map(({ type, label, style, placeholder }) =>
      type === 2
        ? `<span class="button s${Number(style)}">${html(textIn(label) ?? '')}</span>`
        : `<span class="select">${html(textIn(placeholder) ?? '')}<i></i></span>`,
    )
    .join('')}</div>`;

const threadOf = ({ name, messages }: { name: string; messages: number }): string =>
  `<div class="thread"><div><b>${html(name)}</b><a>${messages} Messages ›</a></div></div>`;
