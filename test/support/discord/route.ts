import type { Schema } from 'discord-api-spec/zod';
import type { Core } from './core.ts';
import type { Upload } from './draft.ts';
import type { Json } from './world.ts';

/** A request, read. */
export interface Call {
  /** What stands for `:name` in the path. */
  readonly in: (name: string) => string;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** A body that is a list. */
  readonly list: readonly Json[];
  readonly uploads: readonly Upload[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/channels/:channel/messages` */
  readonly path: string;
  /** Its token is in the path: it must not carry an Authorization. */
  readonly open?: true;
  /** What a body must be; of a list each of its items. */
  readonly asks?: Schema | ((body: Json) => Schema);
  /** What the answer is; of a list each of its items. */
  readonly gives?: Schema | ((answer: Json) => Schema);
  /** The answer as its schema would have it, where the real API goes beyond what is published. */
  readonly published?: (answer: Json) => Json;
  /** @returns undefined for 204 @throws {ApiFailure} */
  act(call: Call, core: Core): Json | readonly Json[] | undefined;
}

export interface Matched {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

export function matched(routes: readonly Route[], method: string, path: string): Matched | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = paramsOf(route.path.split('/'), path.split('/'));
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params = new Map<string, string>();
  for (const [i, name] of pattern.entries()) {
    const part = decodeURIComponent(parts[i] ?? '');
    if (name.startsWith(':')) params.set(name.slice(1), part);
    else if (name !== part) return undefined;
  }
  return params;
}
