import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Device } from '../kernel/model.ts';

/** Options that every call of `dotp` with a model understands. */
export interface CommonOptions {
  readonly model?: string;
  /** The call itself names it: it takes the place of what the thread chose before. */
  readonly namesModel?: boolean;
  readonly device: Device;
  readonly seed: number;
  readonly json: boolean;
  readonly channel: string;
}

const modelOption = new Option(
  '--model <name>',
  'a known name, shipped, a Hugging Face id, a local Hugging Face folder, a .gguf file',
).env('DOTP_MODEL');

const deviceOption = new Option('--device <device>', 'where the model runs')
  .choices(['cpu', 'webgpu', 'cuda'])
  .env('DOTP_DEVICE')
  .default('cpu');

const seedOption = new Option('--seed <n>', 'seed of everything that draws lots')
  .default(0)
  .argParser(wholeNumber);

const jsonOption = new Option(
  '--json',
  'one JSON object a reply on stdout, everything else on stderr',
).default(false);

const channelOption = new Option('--channel <id>', 'whose memory to use')
  .default('terminal')
  .argParser(someText);

/** Adds the options of {@link CommonOptions} to a call. */
export const withModelOptions = (call: Command): Command =>
  [modelOption, deviceOption, seedOption, jsonOption, channelOption].reduce(
    (so, option) => so.addOption(option),
    call,
  );

/** Whether the model was named in the call itself, rather than by the environment or not at all. */
export const namesModel = (call: Command): boolean => call.getOptionValueSource('model') === 'cli';

export const outOption = (): Option =>
  new Option('--out <dir>', 'folder for pictures and the replies beside them')
    .default('out')
    .argParser(someText);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number, 0 or more.');
}

function someText(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Expected a name.');
}
