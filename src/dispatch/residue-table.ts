import { type LensRow, lensPriors } from '../analysis/lens-prior.ts';
import { quantile } from '../analysis/quantile.ts';
import { sourceSamples } from '../analysis/residue-judge.ts';
import type { ResidueMeasured } from '../analysis/residue-measured.ts';
import type { ResidueTable } from '../analysis/residue-table.ts';
import { fitSourcePrior } from '../analysis/source-prior.ts';
import { DotpError } from '../kernel/errors.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { onFirstNeed } from './first-need.ts';
import { leadTokens } from './head-roles-pool.ts';
import { tick } from './head-roles-progress.ts';
import { lensRows } from './residue-lens.ts';
import { measureResidue } from './residue-measure.ts';
import { residueTable } from './schemas/residue.ts';

/** What the table is kept under. */
const KEPT_AS = 'residue';

const SAMPLES = 48;
const LONGEST = 24;
const SHORTEST = 6;
/** The confirmation of 🝚 and the least write of ⇌ that both calibrated models needed come near to these. */
const OTHERS = 0.1;
const BACK = 0.01;
const WRITE_SHARE = 0.9;
/** Nothing is tested while priors are taken. */
const UNTESTED = { overPrior: 1e9, middle: 2, gone: 0, strength: 1e9, write: 1e9 };

/**
 * The model's table: the one that came with dotp or was measured here before; else its priors are
 * taken now from texts that the model writes itself, and nothing is known of false alarms.
 */
export function residueTableOf(ask: Ask): Promise<ResidueTable> {
  const kept = async () => residueTable.safeParse(await ask.shelf.read(KEPT_AS)).data;
  return onFirstNeed(ask, KEPT_AS, kept, () => measureTable(ask));
}

async function measureTable(ask: Ask): Promise<ResidueTable> {
  const measured = await tableFromSamples(ask);
  try {
    await ask.shelf.write(KEPT_AS, measured);
  } catch (error) {
    if (!(error instanceof DotpError)) throw error;
  }
  return measured;
}

interface Sample {
  readonly tokens: readonly Token[];
  readonly lens: readonly LensRow[];
  readonly measured: ResidueMeasured;
}

async function tableFromSamples(ask: Ask): Promise<ResidueTable> {
  const texts = await ownTexts(ask);
  const samples: Sample[] = [];
  for (const [i, tokens] of texts.entries()) {
    tick(ask.options, 'Taking this model’s own habits, once', i, texts.length);
    const here: Ask = { ...ask, prompt: { text: '', tokens }, options: quiet(ask.options) };
    const lens = await lensRows(
      here,
      tokens.map(({ id }) => id),
    );
    samples.push({ tokens, lens, measured: await measureResidue(here, () => 1, UNTESTED, { work: false }) });
  }
  const sources = samples
    .flatMap(({ measured, tokens }) => sourceSamples(measured.sources, tokens))
    .flatMap((each) => each ?? []);
  const writes = samples.flatMap(({ measured }) => measured.collision?.write ?? []);
  return {
    calibration: { source: 'samples of the model itself', natural: samples.length, shuffled: 0 },
    lens: lensPriors(samples.map(({ lens }) => lens)),
    looked: fitSourcePrior(sources.map(({ looked }) => looked)),
    worth: fitSourcePrior(sources.map(({ worth }) => worth)),
    back: BACK,
    others: OTHERS,
    write: writes.length === 0 ? 0 : quantile(writes, WRITE_SHARE),
    rates: [],
  };
}

const quiet = ({ signal }: Ask['options']): Ask['options'] => (signal === undefined ? {} : { signal });

/** Beginnings of texts that the model writes by itself, of many lengths. */
async function ownTexts(ask: Ask): Promise<Token[][]> {
  const { runner, model, options, seed } = ask;
  const lead = await leadTokens(ask);
  const start = lead.length > 0 ? lead : (await runner.tokenize('The', options)).map(({ id }) => id);
  const longest = Math.min(LONGEST, model.maxTokens - start.length);
  const { samples } = await runner.generate(
    { tokens: start, maxTokens: longest, samples: SAMPLES, sampling: { temperature: 1, seed } },
    options,
  );
  const opening = await runner.describe(start, options);
  return samples.flatMap(({ tokens }, i) => {
    const length = SHORTEST + (i % Math.max(1, LONGEST - SHORTEST));
    return tokens.length < SHORTEST ? [] : [[...opening, ...tokens.slice(0, length)]];
  });
}
