import type { Runner } from '../../../src/engine/runner.ts';
import { openWhole } from '../../chat/slack/whole.ts';
import type { SeenMessage } from '../slack/log.ts';
import { type Page, type Script, settled } from './page.ts';
import { slackPage } from './slack-page.ts';

const CHANNEL = 'C0GENERAL';

/** ada asks in a channel; in the thread ben talks with the model. */
export async function slackMessages(runner: Runner, { prompt, talk }: Script): Promise<Page[]> {
  const whole = await openWhole(async () => runner, { turnLimit: 600_000, ackMs: 60_000 });
  const { fake, desk } = whole;
  const answer = (count: number): Promise<SeenMessage> =>
    settled(`answer ${count} on Slack`, () =>
      desk.busy === 0 ? whole.answers(CHANNEL)[count - 1] : undefined,
    );
  const shown = (thread: string) =>
    fake
      .messages(CHANNEL, thread)
      .filter(({ deleted }) => !deleted)
      .map((message, i) => ({ message, time: `10:${24 + i}` }));
  try {
    await fake.slash({ person: 'U0ADA', channel: CHANNEL, text: `reflect.trace ${prompt}` });
    const { thread = '' } = await answer(1);
    const page = slackPage('# general', shown(thread));
    await fake.say({ person: 'U0BEN', channel: CHANNEL, thread, text: talk });
    await answer(2);
    const [root, , ...rest] = shown(thread);
    return [
      { name: 'slack', page },
      { name: 'slack-thread', page: slackPage('# general', root === undefined ? rest : [root, ...rest]) },
    ];
  } finally {
    await whole.close();
  }
}
