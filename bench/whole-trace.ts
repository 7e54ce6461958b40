import { turn } from '../src/dispatch/flow.ts';
import type { House } from '../src/dispatch/house.ts';
import type { CallOptions } from '../src/kernel/progress.ts';

export interface WholeTrace {
  /** Milliseconds of one forward run of the prompt, logits of its last position; median of those beside the traces. */
  readonly bare: number;
  /** From the message to the PNG. */
  readonly whole: number;
  /** From the message to the first words. */
  readonly firstWords: number;
  /** Milliseconds between the steps that a person is told of, by their first words. */
  readonly parts: ReadonlyMap<string, number>;
  readonly tokens: number;
}

/**
 * Default traces of prompts that differ in a word, each between bare runs of the same prompt: the cost
 * of an answer as a multiple of the cheapest look at the model. Medians.
 */
export async function wholeTrace(
  house: House,
  prompts: readonly string[],
  options: CallOptions,
): Promise<WholeTrace> {
  const runner = await house.runner(options);
  const measured: Omit<WholeTrace, 'tokens'>[] = [];
  let tokens = 0;
  for (const [round, text] of prompts.entries()) {
    const ids = (await runner.tokenize(text, options)).map(({ id }) => id);
    const bareRun = () => runner.traceBatch({ rows: [ids], hooks: [], logits: 'last' }, options);
    const before = await timeOf(bareRun);
    const trace = await timedTrace(house, text, options);
    const after = await timeOf(bareRun);
    tokens = ids.length;
    if (round > 0) measured.push({ ...trace, bare: (before + after) / 2 });
  }
  const [one] = measured;
  if (one === undefined) throw new RangeError('no prompts');
  const median = (of: (each: Omit<WholeTrace, 'tokens'>) => number): number => medianOf(measured.map(of));
  return {
    bare: median(({ bare }) => bare),
    whole: median(({ whole }) => whole),
    firstWords: median(({ firstWords }) => firstWords),
    parts: new Map([...one.parts.keys()].map((part) => [part, median(({ parts }) => parts.get(part) ?? 0)])),
    tokens,
  };
}

async function timedTrace(
  house: House,
  prompt: string,
  options: CallOptions,
): Promise<Pick<WholeTrace, 'whole' | 'firstWords' | 'parts'>> {
  const started = performance.now();
  const marks: { readonly step: string; readonly at: number }[] = [];
  const onProgress: CallOptions['onProgress'] = ({ step }) => {
    marks.push({
      step: PARTS.find(({ says }) => says.test(step))?.part ?? '',
      at: performance.now() - started,
    });
  };
  for await (const _ of turn({ text: `.p/reflect.trace "${prompt}"` }, house, { ...options, onProgress }));
  const whole = performance.now() - started;
  const known = marks.filter(({ step }) => step !== '');
  const parts = new Map(known.map(({ step, at }, i) => [step, (known[i + 1]?.at ?? whole) - at]));
  return { whole, firstWords: known[0]?.at ?? whole, parts };
}

/** What each announced step is, for a table. */
const PARTS: readonly { readonly says: RegExp; readonly part: string }[] = [
  { says: /looking for a counterfactual/, part: 'counterfactual search' },
  { says: /^Scoring/, part: 'scores and edges' },
  { says: /^Measuring the leading/, part: 'exact effects' },
  { says: /^Testing/, part: 'receipt' },
  { says: /^Reading/, part: 'direct parts, attention, writes, lens, picture' },
];

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
