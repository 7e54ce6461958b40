import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedModel } from '../../models/loaded.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { load } from '../../src/engine/load.ts';
import type { Runner } from '../../src/engine/runner.ts';

/** A model opened as production opens it, in this thread, with a cache folder of its own. */
export async function openInline(
  model: string,
): Promise<{ runner: Runner; model: LoadedModel; close(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'dotp-home-'));
  const loaded = await load({ model, device: 'cpu', home, env: {} }, {});
  const runner = inlineRunner(loaded);
  return {
    runner,
    model: loaded,
    async close() {
      await runner.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The teaching model of the repository. */
export const openShipped = () => openInline('shipped');
