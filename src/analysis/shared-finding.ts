import type { FindingBase } from './findings.ts';

/** A session as one file, in numbers. */
export interface SharedFinding extends FindingBase<'shared'> {
  readonly file: string;
  readonly bytes: number;
  /** In the file, of all that are remembered. */
  readonly turns: number;
  readonly ofTurns: number;
  /** Answers in it with their picture, and with their JSON. */
  readonly pictures: number;
  readonly ofPictures: number;
  readonly replies: number;
}
