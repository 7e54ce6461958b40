import type { CallOptions } from '../kernel/progress.ts';
import { explained } from './errors.ts';
import type { Runner } from './runner.ts';
import { createTurns, type TurnLimits } from './turns.ts';

/**
 * Puts a line in front of a runner: one call at a time, the rest wait up to a limit; cancelled and
 * late callers are answered at once; whatever goes wrong arrives as a DotpError.
 */
export function inTurn(runner: Runner, limits: TurnLimits): Runner {
  const turns = createTurns(limits);
  let closing: Promise<void> | undefined;

  const take = async <Options extends CallOptions, Answer>(
    options: Options | undefined,
    call: (options: Options | { signal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await turns.take((signal) => call({ ...options, signal }), options);
    } catch (error) {
      throw explained(error);
    }
  };

  return {
    facts: (options) => runner.facts(options), // known without the model's thread
    tokenize: (text, options) => take(options, (inner) => runner.tokenize(text, inner)),
    chat: (messages, options) => take(options, (inner) => runner.chat(messages, inner)),
    plain: (text, options) => take(options, (inner) => runner.plain(text, inner)),
    describe: (ids, options) => take(options, (inner) => runner.describe(ids, inner)),
    trace: (request, options) => take(options, (inner) => runner.trace(request, inner)),
    traceBatch: (request, options) => take(options, (inner) => runner.traceBatch(request, inner)),
    gradients: (request, options) => take(options, (inner) => runner.gradients(request, inner)),
    attribute: (request, options) => take(options, (inner) => runner.attribute(request, inner)),
    readout: (states, ask, options) => take(options, (inner) => runner.readout(states, ask, inner)),
    headWrites: (picks, options) => take(options, (inner) => runner.headWrites(picks, inner)),
    headInputs: (request, options) => take(options, (inner) => runner.headInputs(request, inner)),
    metricDirection: (weights, options) => take(options, (inner) => runner.metricDirection(weights, inner)),
    outputGram: (options) => take(options, (inner) => runner.outputGram(inner)),
    similarities: (tokens, table, options) =>
      take(options, (inner) => runner.similarities(tokens, table, inner)),
    fitLens: (request, options) => take(options, (inner) => runner.fitLens(request, inner)),
    mapStates: (states, file, options) => take(options, (inner) => runner.mapStates(states, file, inner)),
    generate: (request, options) => take(options, (inner) => runner.generate(request, inner)),
    close: () => {
      closing ??= turns.close().then(() => runner.close());
      return closing;
    },
  };
}
