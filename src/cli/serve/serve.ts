import type { Stop } from '../stop.ts';
import { openLog, secretsOf } from './log.ts';
import { serveSettings } from './settings.ts';
import { start } from './start.ts';

/** Serves until a signal, then stops in good order, which is no failure. */
export async function serve(stop: Stop): Promise<void> {
  const settings = serveSettings(process.env);
  const log = openLog(settings.logLevel, secretsOf(settings), process.stderr);
  const served = await start(settings, log);
  process.stdout.write(`dotp listens at ${served.address}\n`);
  await until(stop.signal);
  await served.stop();
  stop.exit(0);
}

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
