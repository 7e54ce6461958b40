import { writeFileSync } from 'node:fs';
import { RESIDUE_PATTERNS } from '../../src/analysis/residue-finding.ts';
import { CALIBRATED, type HitRate } from '../../src/analysis/residue-table.ts';
import { percent } from '../../src/kernel/numbers.ts';
import type { ModelResult } from './keep.ts';
import { MODELS, type ModelName } from './natural.ts';
import { HEAD, READING } from './page-words.ts';

const PAGE = new URL('../../docs/residue.md', import.meta.url);

/** docs/residue.md, wholly from what was measured. */
export function writePage(results: readonly ModelResult[]): void {
  const parts = MODELS.map((model) => {
    const result = results.find((each) => each.model === model);
    return result === undefined ? missingPart(model) : modelPart(result);
  });
  writeFileSync(PAGE, [HEAD, ...parts, READING].join('\n'));
}

const missingPart = (model: ModelName): string =>
  `## ${model}\n\nNot measured yet: \`npm run residue -- --model ${model}\` does it. Until then its priors come from its own texts and no rate is printed.\n`;

const modelPart = (result: ModelResult): string => `## ${result.model}

${result.calibration.natural} natural prompts and ${result.calibration.shuffled} shuffled ones. Thresholds that came out: 🝚 is confirmed below ${result.thresholds.others} × the effect of every word looked at as much; ∴ must come back to ${percent(result.thresholds.back)} at least; ⇌ needs a write of ${result.thresholds.write} logits. A prompt took ${result.milliseconds.median} ms (median; 90th percentile ${result.milliseconds.p90}) beside other work.

Share of prompts with a hit at sensitivity ${CALIBRATED}, and with a confirmed one:

| | natural, any | natural, confirmed | shuffled, any | shuffled, confirmed | hits a prompt, natural / shuffled | held out: natural / shuffled, confirmed |
|---|---|---|---|---|---|---|
${RESIDUE_PATTERNS.map((pattern) => row(result, pattern)).join('\n')}

Held out: thresholds chosen on even-numbered prompts, rates of the odd-numbered ones. The most looked-at word is worth less than a tenth of the most worth one in ${percent(result.pairApart.natural)} of natural prompts and ${percent(result.pairApart.shuffled)} of shuffled ones.

Confirmed on shuffled prompts by sensitivity (natural in brackets):

| sensitivity | ${RESIDUE_PATTERNS.join(' | ')} |
|---|---|---|---|
${result.rates.map(({ sensitivity, patterns }) => `| ${sensitivity} | ${RESIDUE_PATTERNS.map((each) => `${percent(patterns[each].shuffled.confirmed)} (${percent(patterns[each].natural.confirmed)})`).join(' | ')} |`).join('\n')}

${examples(result)}`;

function row({ rates, hits, heldOut }: ModelResult, pattern: (typeof RESIDUE_PATTERNS)[number]): string {
  const at = rates.find(({ sensitivity }) => sensitivity === CALIBRATED)?.patterns[pattern];
  const both = (rate: HitRate | undefined) =>
    `${percent(rate?.any ?? Number.NaN)} | ${percent(rate?.confirmed ?? Number.NaN)}`;
  const { natural, shuffled } = heldOut.patterns[pattern];
  return `| ${pattern} | ${both(at?.natural)} | ${both(at?.shuffled)} | ${hits[pattern].natural} / ${hits[pattern].shuffled} | ${percent(natural.confirmed)} / ${percent(shuffled.confirmed)} |`;
}

const examples = ({ examples }: ModelResult): string =>
  examples.length === 0
    ? 'No natural prompt has a confirmed hit.\n'
    : `Confirmed on natural prompts, the strongest of each kind:\n\n${examples
        .map(({ text, answer, hit }) => `- “${text}” → “${answer.trim()}”: ${hit}`)
        .join('\n')}\n`;
