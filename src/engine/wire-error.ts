import { type ModelCode, ModelError } from '../../models/errors.ts';
import { DotpError, type ErrorFacts, type ExitCode } from '../kernel/errors.ts';
import { type EngineCode, EngineError } from './errors.ts';

/** An error as it travels between threads, where classes do not. */
export type WireError =
  | { readonly room: 'engine'; readonly facts: ErrorFacts<EngineCode>; readonly exitCode: ExitCode }
  | { readonly room: 'model'; readonly facts: ErrorFacts<ModelCode>; readonly exitCode: ExitCode }
  | {
      readonly room: 'other';
      readonly name: string;
      readonly facts: ErrorFacts<string>;
      readonly exitCode: ExitCode;
    }
  | { readonly room: 'none'; readonly message: string; readonly stack: string };

export function toWire(error: unknown): WireError {
  if (error instanceof EngineError) return { room: 'engine', ...parts(error) };
  if (error instanceof ModelError) return { room: 'model', ...parts(error) };
  if (error instanceof DotpError) return { room: 'other', name: error.name, ...parts(error) };
  if (error instanceof Error) return { room: 'none', message: error.message, stack: error.stack ?? '' };
  return { room: 'none', message: String(error), stack: '' };
}

export function fromWire(wire: WireError): Error {
  switch (wire.room) {
    case 'engine':
      return new EngineError(wire.facts, wire.exitCode);
    case 'model':
      return new ModelError(wire.facts, wire.exitCode);
    case 'other':
      return Object.assign(new DotpError(wire.facts, wire.exitCode), { name: wire.name });
    case 'none':
      return Object.assign(new Error(wire.message), { stack: wire.stack });
  }
}

function parts<Code extends string>(error: DotpError<Code>): { facts: ErrorFacts<Code>; exitCode: ExitCode } {
  const { code, what, where, fix, cause, exitCode } = error;
  return {
    exitCode,
    facts: {
      code,
      what,
      fix,
      ...(where === undefined ? {} : { where }),
      ...(cause === undefined
        ? {}
        : { cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
    },
  };
}
