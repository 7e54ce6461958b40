import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTokens } from '../../src/dispatch/start-tokens.ts';
import { openRunner } from '../../src/engine/open.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { type LensCurve, measureLens } from './measure.ts';

/** How a linear lens might have been fitted, and how near it would be. */
export interface LensChoice {
  /** Texts of 120 tokens. */
  readonly samples: number;
  /** λ over the mean of the diagonal. */
  readonly ridge: number;
  readonly hooks: readonly string[];
  readonly curve: Pick<LensCurve, 'kl' | 'agreement'>;
}

/** The one that is used, others as strong, and three times the texts. */
const CHOICES = [
  { samples: 64, ridge: 0.01 },
  { samples: 64, ridge: 0.001 },
  { samples: 64, ridge: 0.003 },
  { samples: 64, ridge: 0.03 },
  { samples: 64, ridge: 0.1 },
  { samples: 192, ridge: 0.01 },
];
const TOKENS = 120;
const PATIENCE = 3_600_000;

/** How near the lens would be with another λ or more texts, on the same positions. */
export async function measureChoices(model: string, say: (words: string) => void): Promise<LensChoice[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-lens-'));
  const measured: LensChoice[] = [];
  try {
    for (const { samples, ridge } of CHOICES) {
      const file = join(folder, `${samples}-${ridge}.bin`);
      await writeLens(model, samples, ridge, file);
      const { hooks, lenses } = await measureLens(model, () => {}, file);
      const { kl, agreement } = lenses.linear;
      measured.push({ samples, ridge, hooks, curve: { kl, agreement } });
      say(`${model}: λ ${ridge}, ${samples} texts`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return measured;
}

async function writeLens(model: string, samples: number, ridge: number, file: string): Promise<void> {
  const runner = await openRunner({ model, env: process.env });
  const { maxTokens } = await runner.facts();
  const start = await startTokens({ runner, options: {} });
  const tokens = Math.min(TOKENS, maxTokens - start.length);
  await runner.fitLens(
    { start: start.map(tokenId), samples, tokens, seed: 0, ridge, file, about: {} },
    { deadlineMs: PATIENCE },
  );
  await runner.close();
}
