import type { HelpFinding } from '../analysis/help-finding.ts';
import { describeParams, takes } from '../lang/describe.ts';
import { nearestPath } from '../lang/nearest.ts';
import type { Command } from './command.ts';
import { DispatchError } from './errors.ts';
import { glyphsOf } from './glyphs.ts';

/**
 * What the definitions say of themselves: all commands, a family, or one command with the glyphs it
 * draws; or one glyph, with how often it appeared where it should not.
 *
 * @param asked  empty, `reflect`, `reflect.trace` (a leading `.p/` is forgiven), `🜏` or its name
 * @throws {DispatchError} `command-unknown` with the nearest name
 */
export function helpFinding(commands: ReadonlyMap<string, Command>, asked: string): HelpFinding {
  const name = asked.replace(/^\.?p?\//, '');
  const chosen = [...commands.values()].filter(
    ({ path, aliases = [] }) =>
      name === '' || path === name || path.startsWith(`${name}.`) || aliases.includes(name),
  );
  const glyphs = glyphsOf(chosen.length === 1 ? (chosen[0]?.path ?? name) : name);
  if (chosen.length === 0 && glyphs.length === 0) throw unknown(name, commands);
  return {
    kind: 'help',
    method: `generated from the commands’ definitions${glyphs.length === 0 ? '' : '; rates read from the tables that the benches write'}`,
    unit: glyphs.length === 0 ? 'none' : 'rates are hits of tries on a null',
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
    ...(glyphs.length > 0 && { glyphs }),
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
