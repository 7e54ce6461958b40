import type { Token } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Call, CallName, Calls } from './protocol.ts';
import type { Runner } from './runner.ts';

type Options = CallOptions & { readonly onToken: (row: number, token: Token) => void };

type Performers = {
  readonly [Name in CallName]: (
    runner: Runner,
    ask: Calls[Name]['ask'],
    options: Options,
  ) => Promise<Calls[Name]['answer']>;
};

const performers: Performers = {
  tokenize: (runner, text, options) => runner.tokenize(text, options),
  chat: (runner, messages, options) => runner.chat(messages, options),
  plain: (runner, text, options) => runner.plain(text, options),
  describe: (runner, ids, options) => runner.describe(ids, options),
  trace: (runner, request, options) => runner.trace(request, options),
  traceBatch: (runner, request, options) => runner.traceBatch(request, options),
  gradients: (runner, request, options) => runner.gradients(request, options),
  attribute: (runner, request, options) => runner.attribute(request, options),
  readout: (runner, { states, ask }, options) => runner.readout(states, ask, options),
  headWrites: (runner, picks, options) => runner.headWrites(picks, options),
  headInputs: (runner, request, options) => runner.headInputs(request, options),
  metricDirection: (runner, weights, options) => runner.metricDirection(weights, options),
  outputGram: (runner, _none, options) => runner.outputGram(options),
  similarities: (runner, { tokens, table }, options) => runner.similarities(tokens, table, options),
  fitLens: (runner, request, options) => runner.fitLens(request, options),
  mapStates: (runner, { states, file }, options) => runner.mapStates(states, file, options),
  generate: (runner, request, options) => runner.generate(request, options),
};

/** A call that came as a message, made on the runner. */
export function perform<Name extends CallName>(
  runner: Runner,
  call: Call<Name>,
  options: Options,
): Promise<Calls[Name]['answer']> {
  const performer: Performers[Name] = performers[call.name];
  return performer(runner, call.ask, options);
}
