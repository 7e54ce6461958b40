import type { FakeDiscord } from '../discord/open.ts';
import type { SeenFile } from '../discord/view.ts';
import type { Json } from '../discord/world.ts';
import { invisibleIn } from './invisible.ts';
import { liveInDiscord } from './live-discord.ts';
import { wordsOf } from './live-slack.ts';
import { secretsIn } from './secrets.ts';

/** Everything that the bot has sent since, searched. @param secret  what must be in none of it */
export function saidOnDiscord(fake: FakeDiscord, after: number, secret: readonly string[]): string[] {
  const requests = fake.requests.slice(after);
  return [
    ...fake.pings().map((ping) => `a ping: ${JSON.stringify(ping)}`),
    ...fake.violations,
    ...requests.flatMap(({ request, body, status }) => [
      ...secretsIn(wordsOf(body), secret).map((found) => `${request} tells ${found}`),
      ...contentsOf(body).flatMap(liveInDiscord),
      ...mayCall(body).map((allowed) => `${request} allows ${allowed}`),
      ...namesIn(body).flatMap((name) => invisibleIn(name).map((char) => `${request}: ${char} in ${name}`)),
      ...(status === undefined || status === 400 ? [`${request} was answered with ${status}`] : []),
    ]),
    ...fake.messages().flatMap(({ files }) => files.flatMap((file) => inFile(file, secret))),
  ];
}

const contentsOf = (body: Json): string[] =>
  [body.content, objectOf(body.data).content].filter((content) => typeof content === 'string');

/** Whom a message may call, where that is not nobody. */
const mayCall = (body: Json): string[] =>
  [body, objectOf(body.data)]
    .filter(({ content }) => content !== undefined)
    .map(({ allowed_mentions: allowed }) => JSON.stringify(allowed) ?? 'whoever is named')
    .filter((allowed) => allowed !== '{"parse":[],"replied_user":false}');

/** Plain text: labels, what describes a file, a thread's name. */
const namesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(namesIn)
    : Object.entries(objectOf(value)).flatMap(([name, inner]) =>
        typeof inner === 'string' && ['label', 'description', 'name', 'placeholder'].includes(name)
          ? [inner]
          : namesIn(inner),
      );

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});

function inFile({ name, type, bytes }: SeenFile, secret: readonly string[]): string[] {
  const text = Buffer.from(bytes).toString(type === 'image/png' ? 'latin1' : 'utf8');
  const found = type === 'image/png' ? secret.filter((word) => text.includes(word)) : secretsIn(text, secret);
  return found.map((word) => `the file ${name} tells ${word}`);
}
