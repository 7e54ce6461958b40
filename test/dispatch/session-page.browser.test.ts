import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionPage } from '../../src/dispatch/session-page.ts';
import { openBrowser } from '../chat/web/browser.ts';
import { replyOf } from '../memory/reply.ts';

const EVIL =
  '</pre></style><script>document.title="owned"</script><img src="https://evil.example/x.png" onerror="document.title=1"> \u202egnp.exe';
const browser = await openBrowser();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-page-'));
  const png = await createCanvas(1520, 968).encode('png');
  const reply = { ...replyOf(`Paris. ${EVIL}`, '.p/reflect.lens', 1), caveats: [EVIL, 'x'.repeat(300)] };
  const turn = { asks: EVIL, typed: EVIL, text: `ما هي ${EVIL}`, by: EVIL, at: 0, reply, json: true };
  const page = sessionPage({
    title: 'A session',
    about: 'A snapshot.',
    facts: [{ label: 'opened by', value: 'Ann' }],
    left: [],
    turns: [
      { ...turn, number: 1, png },
      { ...turn, number: 2, without: EVIL },
    ],
  });
  await writeFile(join(folder, 'page.html'), page);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** The page as somebody opens it from a disk, and whatever it complained of or asked for. */
async function opened(colorScheme: 'light' | 'dark', width: number) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|file):/.test(request.url())) noise.push(request.url());
  });
  await page.goto(pathToFileURL(join(folder, 'page.html')).href);
  return { page, noise };
}

test.each([
  ['light', 1200, 'rgb(246, 247, 249)'],
  ['dark', 380, 'rgb(20, 22, 26)'],
] as const)('in the %s at %i pixels it is styled, whole and silent', async (scheme, width, ground) => {
  const { page, noise } = await opened(scheme, width);
  const seen: unknown = await page.evaluate(`({
    title: document.title,
    wider: document.documentElement.scrollWidth - innerWidth,
    ground: getComputedStyle(document.body).backgroundColor,
    pictures: [...document.images].map(({ naturalWidth }) => naturalWidth),
    scripts: document.scripts.length,
  })`);
  expect(seen).toEqual({ title: 'A session', wider: 0, ground, pictures: [1520], scripts: 0 });
  expect(noise).toEqual([]);
  await page.close();
});

test('the JSON unfolds, and what is saved is the reply', async () => {
  const { page } = await opened('light', 1200);
  await page.locator('summary').first().click();
  const saving = page.waitForEvent('download');
  await page.locator('a[download]').first().click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('1-reflect.lens.json');
  const saved: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(saved).toMatchObject({ command: '.p/reflect.lens', text: `Paris. ${EVIL}` });
  await page.close();
});

test('its links lead to its turns, and every picture has words', async () => {
  const { page } = await opened('light', 1200);
  await page.locator('nav a').nth(1).click();
  expect(new URL(page.url()).hash).toBe('#turn-2');
  expect(await page.locator('img:not([alt])').count()).toBe(0);
  await page.close();
});
