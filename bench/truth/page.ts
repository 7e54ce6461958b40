import { writeMarkdown } from './store.ts';

export const writePage = (short: boolean): void => writeMarkdown('to be written\n', short);
