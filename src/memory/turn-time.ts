import { randomUUID } from 'node:crypto';

/** Sorts by time; the tail keeps apart what two processes write in the same millisecond. */
export const turnKey = (now: number): string => `${now.toString(36).padStart(10, '0')}-${randomUUID()}`;

/** Turns' keys begin with their time, milliseconds since 1970. */
export const turnTime = (key: string): number => Number.parseInt(key.slice(0, 10), 36);
