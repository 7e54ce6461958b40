import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Chromium of this machine; the package brings none. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });

function executable(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  const path = process.env.CHROMIUM ?? found;
  if (path === undefined) throw new Error('There is no Chromium in the path: install one, or set CHROMIUM.');
  return path;
}

/** A page of a browser that is somebody, and everything it complained of or asked another host for. */
export async function tab(browser: Browser, address: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const open = async (hash = ''): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${address}/${hash}`);
    await page.waitForSelector('#status.ready');
    return page;
  };
  return { open, complaints, close: () => context.close() };
}

/** Types a line and sends it. */
export async function send(page: Page, text: string): Promise<void> {
  await page.fill('#line', text);
  await page.press('#line', 'Escape');
  await page.press('#line', 'Enter');
}

/** Waits until so many answers are there, their pictures too. */
export async function answers(page: Page, count: number): Promise<void> {
  await page
    .locator('.answer')
    .nth(count - 1)
    .waitFor();
  // Asked again and again from here: waiting in the page would need what its policy forbids.
  while (!(await page.evaluate<boolean>(DRAWN))) await page.waitForTimeout(50);
}

const DRAWN = '[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)';
