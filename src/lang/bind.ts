import type { Call, CommandCall, Param as GivenParam, Prompt, Span, ToggleCall } from './call.ts';
import { type LangCode, LangError } from './errors.ts';
import { nearest, nearestPath, nearPath } from './nearest.ts';
import type { ParamSpecs, ParamsOf } from './param.ts';
import { named } from './visible.ts';

/** As much of a command's definition as a message is checked against. */
export interface Definition<Specs extends ParamSpecs = ParamSpecs> {
  readonly path: string;
  /** Other paths it answers to: `synchronize.recursion.depth`. */
  readonly aliases?: readonly string[];
  readonly params: Specs;
}

export type Definitions = ReadonlyMap<string, Definition>;

/** A command that can run: its own path (never an alias) and every argument, defaults filled in. */
export interface BoundCommand {
  readonly kind: 'command';
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly prompt?: Prompt;
  readonly call: CommandCall;
}

/**
 * Checks a command against the definitions and types its arguments.
 *
 * @throws {LangError} with the caret under the exact name or value
 */
export function bind(call: CommandCall, definitions: Definitions): BoundCommand {
  const definition = find(call.path, definitions) ?? unknownCommand(call, definitions);
  const args = bindParams(call, definition.params);
  return { kind: 'command', path: definition.path, args, ...(call.prompt && { prompt: call.prompt }), call };
}

/** Every call of a message, all checked before the first is given back. @throws {LangError} */
export const bindAll = (calls: readonly Call[], definitions: Definitions): (BoundCommand | ToggleCall)[] =>
  calls.map((call) => (call.kind === 'toggle' ? call : bind(call, definitions)));

/**
 * Tells the parser which bare `family.verb` is meant as a command: the known ones and those that are
 * nearly one. Everything else at the start of a line is somebody's text (`node.js is …`).
 */
export function headTest(definitions: Definitions): (path: string) => boolean {
  const paths = knownPaths(definitions);
  const known = new Set(paths);
  return (path) => known.has(path) || nearPath(path, paths) !== undefined;
}

function find(path: string, definitions: Definitions): Definition | undefined {
  const direct = definitions.get(path);
  if (direct !== undefined) return direct;
  for (const definition of definitions.values()) if (definition.aliases?.includes(path)) return definition;
  return undefined;
}

const knownPaths = (definitions: Definitions): string[] =>
  [...definitions.values()].flatMap(({ path, aliases = [] }) => [path, ...aliases]);

/** The arguments of a call that is known to be of this command. @throws {LangError} */
export function bindParams<Specs extends ParamSpecs>(call: CommandCall, specs: Specs): ParamsOf<Specs>;
export function bindParams(call: CommandCall, specs: ParamSpecs): Record<string, unknown> {
  const given = new Map(call.params.map((param) => [nameOf(call, param, specs), param]));
  const args: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const param = given.get(name);
    if (param !== undefined && param.value.kind !== 'null') args[name] = readParam(call, name, param, specs);
    else if (spec.presence === 'defaulted') args[name] = spec.description.default;
    else if (spec.presence === 'required') missing(call, name, spec.description.doc);
  }
  return args;
}

function readParam(call: CommandCall, name: string, param: GivenParam, specs: ParamSpecs): unknown {
  const reading = specs[name]?.read(param.value);
  if (reading === undefined || reading.ok) return reading?.value;
  return refuse(call, { ...reading, what: `${name} ${reading.what}` });
}

/** The name of a parameter as it was defined, letters compared without case; an alias of a key is not a thing. */
function nameOf({ path, ...call }: CommandCall, { key, keySpan }: GivenParam, specs: ParamSpecs): string {
  const names = Object.keys(specs);
  const found = names.find((name) => name.toLowerCase() === key.toLowerCase());
  if (found !== undefined) return found;
  return refuse(call, {
    code: 'unknown-param',
    what: `${path} has no parameter ${named(key)}.`,
    span: keySpan,
    expected: names.length === 0 ? ['no parameters'] : names,
    suggestion: nearest(key, names),
  });
}

function unknownCommand(call: CommandCall, definitions: Definitions): never {
  const verbs = [...definitions.values()].filter(({ path }) => path.startsWith(`${call.family}.`));
  const names = (verbs.length > 0 ? verbs : [...definitions.values()]).map(({ path }) => path);
  return refuse(call, {
    code: 'unknown-command',
    what: `There is no command ${named(call.path)}.`,
    span: call.head,
    expected: names,
    suggestion: nearestPath(call.path, knownPaths(definitions)),
  });
}

function missing(call: CommandCall, name: string, doc: string): never {
  return refuse(call, {
    code: 'missing-param',
    what: `${call.path} needs ${name}.`,
    span: call.head,
    expected: [`{${name}=…}: ${doc.replace(/\.$/, '')}`],
  });
}

interface Complaint {
  readonly code: LangCode;
  readonly what: string;
  readonly span: Span;
  readonly expected: readonly string[];
  readonly suggestion?: string | undefined;
}

function refuse({ source }: { readonly source: string }, complaint: Complaint): never {
  throw new LangError({ ...complaint, source });
}
