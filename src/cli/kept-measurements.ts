import { fileURLToPath } from 'node:url';
import type { Shelf } from '../kernel/shelf.ts';
import { openShelf } from '../memory/shelf.ts';

/** Measurements that came with the shipped model. */
const MEASURED = fileURLToPath(new URL('../../models/teaching/measured/', import.meta.url));

/** What was measured before of the model with that fingerprint, here or before it was shipped. */
export const keptMeasurements =
  (home: string) =>
  (fingerprint: string): Shelf =>
    openShelf(fingerprint, { home, shipped: [MEASURED] });
