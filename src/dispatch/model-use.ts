import type { ModelsFinding } from '../analysis/models-finding.ts';
import { nearest } from '../lang/nearest.ts';
import { DispatchError } from './errors.ts';
import type { Here, ModelChoice } from './here.ts';

/** Goes back to the usual model. */
const USUAL = 'usual';

/**
 * Chooses the thread's model, or only shows what may be chosen.
 *
 * A chat chooses among the models on this machine: what it says is never taken for a path or an
 * address, and nothing is fetched for it.
 *
 * @throws {DispatchError} `model-not-here` for a known one that was not fetched; `model-not-listed`
 */
export async function useModel(here: Here, name: string | undefined): Promise<ModelsFinding> {
  const { session, models } = here;
  const choices = await models.list();
  if (name !== undefined) await session.setModel(chosenFrom(choices, name.trim(), models.free === true));
  const { model: chosen = null } = await session.session();
  return {
    kind: 'models',
    method: 'read from this machine’s models and what is kept of this thread',
    unit: 'none',
    control: name === undefined ? 'none: nothing was changed' : 'read again after it was written',
    caveats: [],
    chosen,
    usual: models.usual ?? null,
    changed: name !== undefined,
    choices: choices.map((choice) => ({ ...choice })),
  };
}

/** @param free  any name that `--model` takes may be chosen, not only those of the list */
function chosenFrom(choices: readonly ModelChoice[], name: string, free: boolean): string | undefined {
  if (name.toLowerCase() === USUAL) return undefined;
  const known = choices.find((choice) => choice.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined && (known.present || free)) return known.name;
  if (known !== undefined) throw notHere(known.name);
  if (free && name !== '') return name;
  throw notListed(name, choices);
}

const notHere = (name: string): DispatchError =>
  new DispatchError({
    code: 'model-not-here',
    what: `${name} is not on this machine yet.`,
    where: `name=${name}`,
    fix: `Whoever runs it can fetch it: dotp model get ${name}`,
  });

function notListed(name: string, choices: readonly ModelChoice[]): DispatchError {
  const names = choices.filter(({ present }) => present).map((choice) => choice.name);
  const near = nearest(name, names);
  return new DispatchError({
    code: 'model-not-listed',
    what: `No model that may be chosen here is called that.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    where: `name=${name}`,
    fix: `Choose one of ${[...names, USUAL].join(', ')}.`,
  });
}
