/**
 * Pictures of what people see on Discord and Slack, for the documents: the real adapters, desk, model and
 * renderers before the fakes of the tests, and the messages that those recorded, laid out as the apps do.
 *
 *     node --import tsx test/support/messages-pictured.mts --model SmolLM2-135M-Instruct --out docs/pictures
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openRunner } from '../../src/engine/open.ts';
import { openBrowser } from '../chat/web/browser.ts';
import { discordMessages } from './message-page/on-discord.ts';
import { slackMessages } from './message-page/on-slack.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'shipped' },
    out: { type: 'string', default: 'docs/pictures' },
    prompt: { type: 'string', default: 'When Mary and John went to the store, John gave a drink to' },
    talk: { type: 'string', default: 'What is the capital of France?' },
  },
});

await mkdir(values.out, { recursive: true });
const runner = await openRunner({ model: values.model, env: process.env });
const browser = await openBrowser();
try {
  for (const messages of [discordMessages, slackMessages]) {
    for (const { name, page: content } of await messages(runner, values)) {
      const page = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 720, height: 400 } });
      await page.setContent(content);
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.locator('body').screenshot({ path: join(values.out, `${name}.png`) });
      await page.close();
      console.log(`${name}.png`);
    }
  }
} finally {
  await browser.close();
  await runner.close();
}
