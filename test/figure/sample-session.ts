import type { Finding } from '../../src/analysis/findings.ts';
import type { SessionFinding } from '../../src/analysis/session-finding.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const DAY = Date.UTC(2026, 10, 23, 23, 40);

/** FIXTURE. A session whose people and words are the shape's tokens: as many of each as there are tokens. */
export function sampleSession(shape: SampleShape): Reply<Finding> {
  const { tokens, layers } = shape;
  const people = tokens.slice(0, 12).map((name, i) => ({
    ...{ id: `p${i}`, name, joined: DAY + i, asked: (i * 7) % 12 },
    ...(i % 4 === 3 && { left: DAY + 99 }),
  }));
  const turns = tokens.map((token, i) => ({
    ...{ number: i + 1, by: token, person: `p${(i * i) % 14}`, at: DAY + i * 4 * 60_000 },
    typed: i % 3 === 2 ? '' : '.p/reflect.trace{top=20}',
    text: tokens.slice(i).join(''),
    model: 'shipped',
  }));
  const finding: SessionFinding = {
    kind: 'session',
    ...{ method: 'read from what is kept of this thread', unit: 'ms', control: 'none', caveats: [] },
    thread: 't',
    state: layers % 2 === 0 ? 'open' : 'closed',
    opened: { by: tokens[0] ?? '', at: DAY },
    closed: layers % 2 === 0 ? null : { by: tokens[0] ?? '', at: DAY },
    people,
    prompt: tokens.join(''),
    mode: 'session',
    model: null,
    usual: shape.answer ?? 'shipped',
    total: tokens.length,
    turns: turns.slice(-50),
  };
  return { ...sampleReply(shape), command: '.p/session.show', findings: [finding] };
}
