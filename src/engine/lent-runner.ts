import type { CallOptions } from '../kernel/progress.ts';
import type { Runner } from './runner.ts';

/**
 * A runner whose every call goes to whatever runner `within` gives at that time.
 *
 * @param within  runs one call
 * @param back    told when it is closed; the runner behind it stays as it is
 */
export function lentRunner(
  within: <T>(options: CallOptions, job: (runner: Runner) => Promise<T>) => Promise<T>,
  back: () => void,
): Runner {
  return {
    facts: (how = {}) => within(how, (runner) => runner.facts(how)),
    tokenize: (text, how = {}) => within(how, (runner) => runner.tokenize(text, how)),
    chat: (messages, how = {}) => within(how, (runner) => runner.chat(messages, how)),
    plain: (text, how = {}) => within(how, (runner) => runner.plain(text, how)),
    describe: (ids, how = {}) => within(how, (runner) => runner.describe(ids, how)),
    trace: (request, how = {}) => within(how, (runner) => runner.trace(request, how)),
    traceBatch: (request, how = {}) => within(how, (runner) => runner.traceBatch(request, how)),
    gradients: (request, how = {}) => within(how, (runner) => runner.gradients(request, how)),
    attribute: (request, how = {}) => within(how, (runner) => runner.attribute(request, how)),
    readout: (states, ask, how = {}) => within(how, (runner) => runner.readout(states, ask, how)),
    headWrites: (picks, how = {}) => within(how, (runner) => runner.headWrites(picks, how)),
    headInputs: (request, how = {}) => within(how, (runner) => runner.headInputs(request, how)),
    metricDirection: (weights, how = {}) => within(how, (runner) => runner.metricDirection(weights, how)),
    outputGram: (how = {}) => within(how, (runner) => runner.outputGram(how)),
    similarities: (tokens, table, how = {}) =>
      within(how, (runner) => runner.similarities(tokens, table, how)),
    fitLens: (request, how = {}) => within(how, (runner) => runner.fitLens(request, how)),
    mapStates: (states, file, how = {}) => within(how, (runner) => runner.mapStates(states, file, how)),
    generate: (request, how = {}) => within(how, (runner) => runner.generate(request, how)),
    close: async () => back(),
  };
}
