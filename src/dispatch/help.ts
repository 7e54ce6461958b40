import type { HelpFinding } from '../analysis/findings.ts';
import { describeParams, takes } from '../lang/describe.ts';
import { nearestPath } from '../lang/nearest.ts';
import type { Command } from './command.ts';
import { DispatchError } from './errors.ts';

/**
 * What the definitions say of themselves: all commands, a family, or one command.
 *
 * @param asked  empty, `reflect` or `reflect.trace` (a leading `.p/` is forgiven)
 * @throws {DispatchError} `command-unknown` with the nearest name
 */
export function helpFinding(commands: ReadonlyMap<string, Command>, asked: string): HelpFinding {
  const name = asked.replace(/^\.?p?\//, '');
  const chosen = [...commands.values()].filter(
    ({ path, aliases = [] }) =>
      name === '' || path === name || path.startsWith(`${name}.`) || aliases.includes(name),
  );
  if (chosen.length === 0) throw unknown(name, commands);
  return {
    kind: 'help',
    method: 'generated from the commands’ definitions',
    unit: 'none',
    control: 'none',
    caveats: [],
    commands: chosen.map(({ path, asks, example, params }) => ({
      path,
      asks,
      example,
      params: describeParams(params).map((param) => ({
        name: param.name,
        takes: takes(param),
        default: param.default === undefined ? '' : String(param.default),
        doc: param.doc,
      })),
    })),
  };
}

function unknown(name: string, commands: ReadonlyMap<string, Command>): DispatchError {
  const near = nearestPath(name, [...commands.keys()]);
  return new DispatchError({
    code: 'command-unknown',
    what: `There is no command ${name}.`,
    where: name,
    fix: `${near === undefined ? '' : `Did you mean ${near}? `}.p/help lists them all.`,
  });
}
