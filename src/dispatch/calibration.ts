import { tokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { KeptFile } from '../kernel/shelf.ts';
import type { Ask } from './command.ts';
import { onFirstNeed } from './first-need.ts';
import { type LensAbout, lensAbout } from './schemas/lens-about.ts';
import { startTokens } from './start-tokens.ts';

/** What the linear lens is kept under. */
const KEPT_AS = 'lens';

/** Texts that a model writes to be calibrated on, and tokens of each behind its start. */
const SAMPLES = 64;
const TOKENS = 120;
/** λ of the regression over the mean of its Gram matrix's diagonal. */
const RIDGE = 0.01;
/** A trait of the model, not of a question: always the same texts. */
const SEED = 0;
/** Weights of the largest model that a question may calibrate on the way: about a minute on two cores. */
const ON_THE_WAY = 2e8;
/** Milliseconds that one step may take. */
const PATIENCE = 3_600_000;

export interface LinearLens {
  /** For `runner.mapStates`. */
  readonly path: string;
  /** What it was fitted on. */
  readonly about: LensAbout;
}

type AskCalibration = Pick<Ask, 'runner' | 'model' | 'shelf' | 'options'>;

/**
 * The model's linear lens, fitted now where it was never calibrated; undefined for a model so large
 * that a person would wait for minutes (`dotp model calibrate` does that).
 *
 * @throws as `calibrate`
 */
export async function linearLens(ask: AskCalibration): Promise<LinearLens | undefined> {
  const kept = async () => known(await ask.shelf.file(KEPT_AS));
  if (ask.model.parameters > ON_THE_WAY) return kept();
  return onFirstNeed(ask, KEPT_AS, kept, () => calibrate(ask));
}

/**
 * Calibrates the model, whatever was kept: it writes texts of its own, at temperature 1 from its start,
 * and a ridge regression learns from them how the state at each depth turns into the final one.
 *
 * @throws {MemoryError} `shelf-failed`; {EngineError} of `fitLens`
 */
export async function calibrate({ runner, model, shelf, options }: AskCalibration): Promise<LinearLens> {
  const start = await startTokens({ runner, options });
  const tokens = Math.min(TOKENS, model.maxTokens - start.length);
  const about: LensAbout = { samples: SAMPLES, tokens, seed: SEED, ridge: RIDGE, start };
  const how = { deadlineMs: PATIENCE, ...options };
  const kept = await shelf.keep(
    KEPT_AS,
    async (file) => {
      const request = { ...about, start: start.map(tokenId), file, about: { made: JSON.stringify(about) } };
      await runner.fitLens(request, how);
    },
    about,
  );
  return { path: kept.path, about };
}

function known(kept: KeptFile | undefined): LinearLens | undefined {
  const about = lensAbout.safeParse(kept?.about).data;
  return kept === undefined || about === undefined ? undefined : { path: kept.path, about };
}

/** Said where a question would have to calibrate a model that is too large for that on the way. */
export const notCalibrated = ({ name }: Pick<ModelFacts, 'name'>): string =>
  `Lens: ${name} was never calibrated, so this is the plain logit lens; dotp model calibrate ${name} fits the linear one, which takes minutes.`;
