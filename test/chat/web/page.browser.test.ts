import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dotp, place } from '../../cli/dotp.ts';
import { ROOT } from '../../house/imports.ts';
import { answers, openBrowser, send, tab } from './browser.ts';

const here = await place();
const browser = await openBrowser();
const TRACE = '.p/reflect.trace When Mary and John went to the store, John gave a drink to';
const LENS = '.p/reflect.lens The capital of France is';

/** With DOTP_PICTURES=docs the pictures of the documentation are made anew. */
const PICTURES = process.env.DOTP_PICTURES === 'docs' ? join(ROOT, 'docs/pictures') : here.folder;

/** What runs in the page, as text: the types here are Node's. */
const IN_PAGE = {
  bytesOfImage: `fetch(document.images[0].src).then((answer) => answer.arrayBuffer()).then((bytes) => [...new Uint8Array(bytes)])`,
  watchWords: `
    globalThis.seen = [];
    new MutationObserver(() => {
      const words = document.querySelector('.working .words')?.textContent;
      if (words) seen.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });`,
  unnamed: `
    [...document.querySelectorAll('button, select, input, textarea, img, a')]
      .filter((each) => !each.textContent.trim() && !each.ariaLabel && !each.alt && !each.querySelector('img[alt]'))
      .filter((each) => !each.closest('label') && !(each.labels?.length > 0))
      .map(({ outerHTML }) => outerHTML)`,
};

/** A `dotp serve` on the shipped model; the same port again after a restart. */
async function serve(port = '0') {
  let child: ChildProcess | undefined;
  const env = { DOTP_MODEL: 'shipped', PORT: port };
  const address = await new Promise<string>((resolve) => {
    ended = dotp(here, ['serve'], {
      env,
      meet(met) {
        child = met;
        met.stdout?.on('data', (text: string) => resolve(/http:\S+/.exec(text)?.[0] ?? ''));
      },
    });
  });
  return {
    address,
    async stop() {
      child?.kill('SIGTERM');
      return (await ended).code;
    },
  };
}

let ended: ReturnType<typeof dotp>;
let served: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  served = await serve();
});
afterAll(async () => {
  await browser.close();
  await served.stop();
  await here.remove();
});

test('a picture is asked for, appears, is the PNG of its address, is toggled; reload and restart keep it', async () => {
  const { open, complaints, close } = await tab(browser, served.address, { colorScheme: 'dark' });
  const page = await open();
  await send(page, TRACE);
  await page.locator('.working').waitFor();
  await answers(page, 1);
  const image = page.locator('.answer img').first();
  expect(await image.getAttribute('alt')).toMatch(/Mary/);
  const bytes = await page.evaluate<number[]>(IN_PAGE.bytesOfImage);
  const direct = await fetch(new URL((await image.getAttribute('src')) ?? '', served.address));
  const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(sha(Uint8Array.from(bytes))).toBe(sha(new Uint8Array(await direct.arrayBuffer())));
  expect(await page.evaluate('document.images[0].naturalWidth')).toBe(1520);
  await page.getByRole('button', { name: 'QK / OV' }).click();
  await answers(page, 2);
  expect(await page.locator('.said').last().textContent()).toBe('QK / OV');
  await page.reload();
  await answers(page, 2);
  const port = new URL(served.address).port;
  expect(await served.stop()).toBe(0);
  await page.locator('#status.away').waitFor();
  served = await serve(port);
  await page.locator('#status.ready').waitFor();
  await page.reload();
  await answers(page, 2);
  // That it was away is the one thing the browser may complain of.
  expect(
    complaints.filter((words) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/.test(words)),
  ).toEqual([]);
  await close();
});

test('who opens the page types at once, without a click, and Enter sends', async () => {
  const { open, complaints, close } = await tab(browser, served.address);
  const page = await open();
  await page.keyboard.type(LENS);
  await page.keyboard.press('Enter');
  await answers(page, 1);
  expect(complaints).toEqual([]);
  await close();
});

test('two people share a session by its link, and each sees who said what; another session sees nothing', async () => {
  const [ann, bob] = await Promise.all([tab(browser, served.address), tab(browser, served.address)]);
  const mine = await ann.open();
  await mine.fill('#name', 'Ann');
  await mine.press('#name', 'Tab');
  const theirs = await bob.open(`#${new URL(mine.url()).hash.slice(1)}`);
  await send(mine, LENS);
  await answers(theirs, 1);
  expect(await theirs.locator('.asker').textContent()).toBe('Ann');
  await send(theirs, '.p/help');
  await answers(mine, 2);
  const other = await bob.open('#zzzzzzzzzzzzzzzzzzzzzz');
  expect(await other.locator('.turn').count()).toBe(0);
  expect([...ann.complaints, ...bob.complaints]).toEqual([]);
  await Promise.all([ann.close(), bob.close()]);
});

test('what could stand in the line is offered and taken with the keyboard', async () => {
  const { open, complaints, close } = await tab(browser, served.address);
  const page = await open();
  await page.locator('#line').pressSequentially('.p/reflect.l');
  await page.getByRole('option', { name: /reflect\.lens/ }).waitFor();
  await page.press('#line', 'ArrowDown');
  expect(await page.getAttribute('#line', 'aria-activedescendant')).toBe('choice-0');
  await page.press('#line', 'Tab');
  expect(await page.inputValue('#line')).toBe('.p/reflect.lens ');
  await page.fill('#line', '.p/reflect.lens');
  await page.locator('#line').pressSequentially('{pos');
  await page.getByRole('option', { name: /positions/ }).waitFor();
  await page.press('#line', 'Tab');
  await page.getByRole('option', { name: 'all' }).click();
  expect(await page.inputValue('#line')).toBe('.p/reflect.lens{positions=all');
  await page.locator('#line').pressSequentially('} The capital of France is');
  expect(await page.getAttribute('#line', 'aria-expanded')).toBe('false');
  await page.press('#line', 'Enter');
  await answers(page, 1);
  expect(await page.inputValue('#line')).toBe('');
  await page.press('#line', 'ArrowUp');
  expect(await page.inputValue('#line')).toContain('positions=all');
  expect(complaints).toEqual([]);
  await close();
});

test('stop ends a turn; plain words are answered as they are written; hostile text is text', async () => {
  const { open, complaints, close } = await tab(browser, served.address);
  const page = await open();
  await page.evaluate(IN_PAGE.watchWords);
  await send(page, 'Once there was a dog.');
  await answers(page, 1);
  const said = (await page.locator('.answer .words').textContent()) ?? '';
  const seen = await page.evaluate<string[]>('seen');
  const parts = [...new Set(seen)].filter(
    (words) => words.length > 2 && said.startsWith(words.replace(/\s*…?$/, '').trim()),
  );
  expect(parts.length).toBeGreaterThan(0);
  await send(page, TRACE);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.failed').waitFor();
  expect(await page.locator('.failed').textContent()).toContain('stopped this');
  const hostile =
    '.p/reflect.lens <img src=x onerror=alert(1)> <script>alert(2)</script> @everyone \u202ereversed';
  await send(page, hostile);
  await answers(page, 2);
  expect(await page.locator('.said').last().textContent()).toBe(hostile);
  expect(await page.locator('.said *, .words *').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ['page', { width: 1200, height: 900 }, 'dark'],
  ['page-light', { width: 1200, height: 900 }, 'light'],
  ['page-mobile', { width: 390, height: 844 }, 'dark'],
] as const)(
  'docs/pictures/%s.png: nothing sticks out, everything has a name, it looks as it should',
  async (name, viewport, colorScheme) => {
    const options = { viewport, colorScheme, deviceScaleFactor: name === 'page-mobile' ? 2 : 1 };
    const { open, complaints, close } = await tab(browser, served.address, options);
    const page = await open(`#${name.padEnd(22, '_')}`);
    await page.fill('#name', 'Ann');
    await page.press('#name', 'Tab');
    await send(page, TRACE);
    await answers(page, 1);
    await page.evaluate('document.fonts.ready.then(() => {})');
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
    const unnamed = await page.evaluate(IN_PAGE.unnamed);
    expect(unnamed).toEqual([]);
    await page.evaluate("document.querySelector('main').scrollTo(0, 0)");
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    expect(complaints).toEqual([]);
    await close();
  },
);
