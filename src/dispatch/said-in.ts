import type { SaidFinding } from '../analysis/said-finding.ts';
import type { Reply } from '../kernel/reply.ts';
import { isReply } from './schema.ts';

/** What the model said to plain words, in a stored answer; none in one of another version. */
export const saidIn = (reply: Reply): SaidFinding[] =>
  isReply(reply) ? reply.findings.flatMap((finding) => (finding.kind === 'said' ? [finding] : [])) : [];
