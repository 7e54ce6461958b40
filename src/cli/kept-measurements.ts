import { fileURLToPath } from 'node:url';
import type { Shelf } from '../kernel/shelf.ts';
import { openShelf } from '../memory/shelf.ts';

/** Measurements that came with dotp: of the shipped model, and of models that it knows by name. */
const MEASURED = ['teaching/measured/', 'measured/smollm2-135m-instruct/'].map((folder) =>
  fileURLToPath(new URL(`../../models/${folder}`, import.meta.url)),
);

/** What was measured before of the model with that fingerprint, here or before it was shipped. */
export const keptMeasurements =
  (home: string) =>
  (fingerprint: string): Shelf =>
    openShelf(fingerprint, { home, shipped: MEASURED });
