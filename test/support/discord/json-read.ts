/** Reading bodies whose shape a schema has looked at already. */
import type { Json } from './world.ts';

export const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

export const listIn = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

export const objectIn = (value: unknown): Json | undefined => (isObject(value) ? value : undefined);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
