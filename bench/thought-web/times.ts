import type { Ask } from '../../src/dispatch/command.ts';
import { influenceFinding } from '../../src/dispatch/web-finding.ts';
import { typedMessages, typedSentences } from '../../src/dispatch/web-typed.ts';
import { conversation } from './conversations.ts';

/** How long a web takes, milliseconds, the median of three. */
export interface Times {
  readonly model: string;
  readonly rows: readonly { readonly what: string; readonly tokens: number; readonly ms: number }[];
}

const EXAMPLE = 'Anna lives in Paris. Tom lives in Rome. The city where Anna lives is';

export async function times(base: Ask): Promise<Times> {
  const { messages, question } = conversation('one', 1);
  const lines = [...messages, question].join('\n');
  const rows = [
    await timed(base, 'the example: three sentences', EXAMPLE, typedSentences),
    await timed(base, 'seven messages', lines, typedMessages),
    await timed(base, 'the same as sentences, each explained', lines.replaceAll('\n', ' '), typedSentences),
  ];
  return { model: base.model.name, rows };
}

async function timed(base: Ask, what: string, text: string, pieces: typeof typedSentences) {
  const prompt = { text, tokens: await base.runner.tokenize(text) };
  const ask = { ...base, prompt };
  const spent: number[] = [];
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    await influenceFinding(ask, 'sentences', await pieces(ask, 'auto'));
    spent.push(performance.now() - start);
  }
  const [, median = Number.NaN] = spent.slice(1).sort((a, b) => a - b); // the first one opens sessions
  return { what, tokens: prompt.tokens.length, ms: Math.round(median) };
}
