import type { FindingBase } from './findings.ts';
import type { MemoryCounts } from './forgotten-finding.ts';

/** What was written into a file. */
export interface ExportedFinding extends FindingBase<'exported'> {
  readonly what: 'channel' | 'me';
  readonly there: MemoryCounts;
  readonly file: string;
  readonly bytes: number;
}
