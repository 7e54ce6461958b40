import { measuresOf, type ReadText } from '../analysis/collapse.ts';
import type { TrajectoryFinding } from '../analysis/trajectory-finding.ts';
import { blockHook } from '../kernel/hooks.ts';
import { tensor } from '../kernel/tensor.ts';
import type { Ask, AskHere } from './command.ts';
import { DispatchError } from './errors.ts';
import { framed, type ReadingForm } from './read-text.ts';
import { saidIn } from './said-in.ts';
import { type Measured, trajectory } from './trajectory.ts';

/** Texts measured at most, the last ones; turns looked back over for them. */
const MOST = 24;
const TURNS = 64;

/**
 * The measures of collapse on a text, line by line, or on what the model said in the session.
 *
 * @throws {DispatchError} `nothing-said`; {@link EngineError} `too-large` for a line that does not fit
 */
export async function detectCollapse(ask: AskHere, degree: number): Promise<TrajectoryFinding> {
  const given = linesOf(ask.prompt.text);
  const source = given.length > 0 ? 'text' : 'said';
  const texts = given.length > 0 ? given : await saidHere(ask);
  if (texts.length === 0) throw nothingSaid();
  const seen = texts.slice(-MOST);
  const { passes, form } = await measureTexts(ask, seen);
  return trajectory(ask, {
    source,
    form,
    passes,
    degree,
    asked: null,
    ended: 'all',
    sampling: null,
    caveats: [
      ...(seen.length < texts.length ? [`Only the last ${MOST} of ${texts.length} texts are measured.`] : []),
      ...(seen.length === 1 && source === 'text'
        ? ['One line is one text: what is measured against the text before needs several lines.']
        : []),
      'The model reads each text by itself, so its entropy is that of a text without its context.',
    ],
  });
}

/** Every text read by itself, and measured against those before it. */
export async function measureTexts(
  ask: Ask,
  texts: readonly string[],
): Promise<{ readonly passes: Measured[]; readonly form: ReadingForm }> {
  const read: ReadText[] = [];
  const passes: Measured[] = [];
  let form: ReadingForm = 'continuation';
  for (const [i, text] of texts.entries()) {
    ask.options.signal?.throwIfAborted();
    ask.options.onProgress?.({ step: 'Reading text by text', done: i, total: texts.length, unit: 'steps' });
    const { own, form: found } = await readWhole(ask, text);
    form = found;
    read.push(own);
    passes.push({ text, tokens: own.ids.length, measures: measuresOf(read.slice(-3)) });
  }
  return { passes, form };
}

/** A text with the entropy at each of its tokens, and the model after it. */
async function readWhole(
  ask: Ask,
  text: string,
): Promise<{ readonly own: ReadText; readonly form: ReadingForm }> {
  const { runner, model, options } = ask;
  const { form, read, tokens } = await framed(ask, text);
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const ids = tokens.map(({ id }) => id);
  const { hooks } = await runner.trace({ tokens: ids, hooks: [last], logits: 'last' }, options);
  const [states, logits] = [hooks.get(last)?.data, hooks.get('logits')?.data];
  if (states === undefined || logits === undefined) throw new TypeError('a run without what was asked for');
  const { from, to } = within(
    tokens.map((token) => token.text),
    read,
    await runner.plain(text, options),
  );
  const before = Math.max(0, from - 1); // the state before a token is what expects it
  const rows = tensor(
    [to - 1 - before, model.width],
    states.slice(before * model.width, (to - 1) * model.width),
  );
  const entropies = to - 1 > before ? (await runner.readout(rows, { top: 1 }, options)).entropy : [];
  const state = states.slice(-model.width);
  return { own: { ids: ids.slice(from, to), entropies, state, logits: logits.slice(-model.vocab) }, form };
}

/** The tokens of a text within all that was read; all of it where they cannot be told apart. */
function within(texts: readonly string[], read: string, text: string): { from: number; to: number } {
  const start = read.lastIndexOf(text.trim());
  const shift = texts.join('').length - read.length; // a token that the tokenizer puts in front
  if (start < 0 || shift < 0) return { from: 0, to: texts.length };
  const ends = texts.map((_, i) => texts.slice(0, i + 1).join('').length - shift);
  const from = ends.findIndex((end) => end > start);
  const to = ends.findIndex((end) => end >= start + text.trim().length) + 1;
  return from < 0 || to <= from ? { from: 0, to: texts.length } : { from, to };
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

async function saidHere({ here }: AskHere): Promise<string[]> {
  const turns = await here.session.turns(TURNS);
  return turns.flatMap(({ reply }) => saidIn(reply)).flatMap(({ text }) => text.trim() || []);
}

const nothingSaid = (): DispatchError =>
  new DispatchError({
    code: 'nothing-said',
    what: 'There is no text to measure: none stands behind the command, and the model has said nothing in this session.',
    fix: 'Put a text behind it, several lines to compare them, or talk to the model first.',
  });
