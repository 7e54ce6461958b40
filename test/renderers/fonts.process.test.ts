import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const canvas = new URL('../../renderers/canvas.ts', import.meta.url).href;

/** Font families that a new process sees once the canvas is loaded. */
async function families(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const script = `const { fontRegistry } = await import('${canvas}'); console.log(JSON.stringify(fontRegistry.families));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { env: environment },
  );
  return JSON.parse(stdout);
}

test('no font of the system is used: pictures must not differ between machines', async () => {
  const { DISABLE_SYSTEM_FONTS_LOAD: _, ...environment } = process.env;
  expect(await families(environment)).toEqual([]);
});
