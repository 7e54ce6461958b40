import type { ResidueFinding, ResidueLook, ResiduePattern } from '../analysis/residue-finding.ts';
import { readSources, residueHits } from '../analysis/residue-judge.ts';
import {
  CALIBRATED,
  lensPrior,
  type ResidueTable,
  ratesOf,
  strictness,
  thresholdsAt,
} from '../analysis/residue-table.ts';
import { percent } from '../kernel/numbers.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';
import { measureResidue } from './residue-measure.ts';
import { residueTableOf } from './residue-table.ts';

/** Tokens of the longest prompt that is scanned. */
const LONGEST = 128;

/**
 * The three failure patterns at the answering position of the prompt.
 *
 * @throws {DispatchError} `too-long-to-scan`
 */
export async function scanResidue(
  ask: Ask,
  asked: { readonly patterns: readonly ResiduePattern[]; readonly sensitivity: number },
): Promise<ResidueFinding> {
  assertShort(ask);
  const table = await residueTableOf(ask);
  const thresholds = thresholdsAt(table, asked.sensitivity);
  const prior: Parameters<typeof measureResidue>[1] = (layer, { id }) => lensPrior(table, layer, id);
  const measured = await measureResidue(ask, prior, thresholds);
  const { tokens } = ask.prompt;
  const sources = readSources(measured.sources, tokens, table);
  return {
    kind: 'residue',
    method: METHOD,
    unit: 'layers 0 to L−1; salience, work and probability as shares, effects in nats, writes in logits',
    control: controlWords(table, asked.sensitivity),
    caveats: [...measured.notes, ...caveats(table, asked.sensitivity, sources)],
    patterns: asked.patterns,
    sensitivity: asked.sensitivity,
    thresholds,
    answer: measured.answer,
    rival: measured.rival,
    margin: measured.margin,
    hits: residueHits(measured, tokens, table, asked),
    look: { layers: measured.layers, sinks: measured.sinks, sources, pair: pairOf(sources) },
    writes: measured.writes,
    calibration: table.calibration,
    rates: ratesOf(table, asked.sensitivity, asked.patterns),
  };
}

const METHOD =
  '🝚 attention against attention × value × gradient, each source hidden in turn; ∴ logit lens above its own prior, suppressors ablated to their mean over 4 corrupted versions of the prompt; ⇌ direct writes of heads, ablated likewise';

function assertShort({ prompt }: Ask): void {
  if (prompt.tokens.length <= LONGEST) return;
  throw new DispatchError({
    code: 'too-long-to-scan',
    what: `The text has ${prompt.tokens.length} tokens; ${LONGEST} can be scanned, since every word is hidden in turn.`,
    fix: 'Scan a shorter text, or its last sentences.',
  });
}

/** Most looked at and most worth. */
function pairOf(sources: ResidueLook['sources']): ResidueLook['pair'] {
  const most = (of: 'salience' | 'effect') =>
    sources.reduce<number | undefined>(
      (best, source, i) =>
        source !== null && (best === undefined || source[of] > (sources[best]?.[of] ?? 0)) ? i : best,
      undefined,
    );
  const [looked, worth] = [most('salience'), most('effect')];
  return looked === undefined || worth === undefined ? null : { looked, worth };
}

function controlWords({ calibration, rates }: ResidueTable, sensitivity: number): string {
  const row = rates.find((each) => each.sensitivity >= sensitivity - 1e-9);
  if (rates.length === 0)
    return 'not calibrated on shuffled prompts: no rate of false alarms is known for this model';
  if (row === undefined)
    return `the rate of false alarms is known up to sensitivity ${rates.at(-1)?.sensitivity} only`;
  const of = (pattern: ResiduePattern) => percent(row.patterns[pattern].shuffled.confirmed);
  return `on ${calibration.shuffled} shuffled prompts confirmed hits appear in ${of('🝚')} (🝚), ${of('∴')} (∴), ${of('⇌')} (⇌)`;
}

function caveats(
  { calibration, rates }: ResidueTable,
  sensitivity: number,
  sources: ResidueLook['sources'],
): string[] {
  const strict = strictness(sensitivity).toFixed(2);
  return [
    sensitivity === CALIBRATED
      ? 'Hollow marks are candidates that their control did not confirm.'
      : `Sensitivity ${sensitivity}: thresholds are ${strict} times the calibrated ones of ${CALIBRATED}; hollow marks are candidates that their control did not confirm.`,
    rates.length === 0
      ? `Priors come from ${calibration.natural} texts that the model wrote itself; how often it is wrong on shuffled prompts was not measured.`
      : '',
    sources.every((source) => source === null)
      ? 'Every word is a sink, or no head looks elsewhere: 🝚 has nothing to read.'
      : '',
  ].filter((each) => each !== '');
}
