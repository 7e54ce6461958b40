import { DotpError } from '../kernel/errors.ts';

export type AnalysisCode = 'hook-missing' | 'position-outside';

export class AnalysisError extends DotpError<AnalysisCode> {}
