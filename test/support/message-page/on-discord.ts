import type { Runner } from '../../../src/engine/runner.ts';
import { type WholeHouse, wholeHouse } from '../../chat/discord/whole-house.ts';
import type { SeenMessage } from '../discord/view.ts';
import { discordPage, type Shown } from './discord-page.ts';
import { html } from './html.ts';
import type { Page, Script } from './page.ts';
import { settled } from './page.ts';

/** mia asks in a channel; in the thread she turns the picture, and tom talks with the model. */
export async function discordMessages(runner: Runner, { prompt, talk }: Script): Promise<Page[]> {
  const house = await wholeHouse(runner, { turnLimit: LONG, ackWithin: LONG });
  const { fake } = house;
  try {
    await fake.slash({ channel: 'general', path: ['reflect', 'trace'], options: { prompt }, person: 'mia' });
    const first = await answered(house, 'general', 1);
    const thread = first.thread ?? '';
    await fake.press({ message: first.id, label: 'QK / OV', person: 'mia' });
    await answered(house, thread, 1);
    fake.say({ channel: thread, person: 'tom', text: talk });
    await answered(house, thread, 2);
    const name = threadName(house);
    const said = fake.messages(thread).filter(({ content, files }) => content !== '' || files.length > 0);
    return [
      {
        name: 'discord',
        page: discordPage('# general', [
          { ...at(first, 24), above: USED, thread: { name, messages: said.length } },
        ]),
      },
      {
        name: 'discord-thread',
        page: discordPage(
          name,
          said.map((message, i) => inThread(message, i, said)),
        ),
      },
    ];
  } finally {
    await house.close();
  }
}

const LONG = 600_000;
const USED = { person: 'mia', words: `used <a>/p reflect trace</a>` };

const at = (message: SeenMessage, minute: number): Shown => ({ message, time: `Today at 10:${minute}` });

function inThread(message: SeenMessage, i: number, all: readonly SeenMessage[]): Shown {
  const to = all.find(({ id }) => id === message.replyTo);
  const shown = at(message, 25 + i);
  return to === undefined ? shown : { ...shown, above: { person: to.author, words: html(to.content) } };
}

const answered = (house: WholeHouse, channel: string, count: number): Promise<SeenMessage> =>
  settled(`answer ${count} on Discord`, () => {
    const done = house.fake
      .messages(channel)
      .filter(({ ours, loading, buttons }) => ours && !loading && !buttons.includes('Stop'));
    return house.desk.busy === 0 ? done[count - 1] : undefined;
  });

const threadName = ({ fake }: WholeHouse): string => {
  const started = fake.requests.find(({ request }) =>
    /^POST \/channels\/\d+\/messages\/\d+\/threads$/.test(request),
  );
  return typeof started?.body.name === 'string' ? started.body.name : 'thread';
};
