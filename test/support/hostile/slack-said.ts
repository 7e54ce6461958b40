import type { FakeSlack } from '../slack/fake-slack.ts';
import type { Json } from '../slack/json.ts';
import type { SeenFile } from '../slack/log.ts';
import { liveInSlack, wordsOf } from './live-slack.ts';
import { secretsIn } from './secrets.ts';

/** Ways of saying something; the others ask, and what they ask with nobody sees. */
const SAYING = /^(?:chat\.|views\.|files\.|response_url)/;

/** Everything that the bot has sent since, searched. @param secret  what must be in none of it */
export function saidInSlack(fake: FakeSlack, after: number, secret: readonly string[]): string[] {
  const calls = fake.calls.slice(after).filter(({ method }) => SAYING.test(method));
  const files = ['C0GENERAL', 'C0LAB']
    .flatMap((channel) => fake.messages(channel))
    .flatMap((one) => one.files);
  return [
    ...fake.pings().map((ping) => `a ping: ${ping}`),
    ...fake.violations.map((violation) => JSON.stringify(violation)),
    ...calls.flatMap(({ method, args }) => [
      ...secretsIn(wordsOf(withoutToken(args)), secret).map((found) => `${method} tells ${found}`),
      ...liveInSlack(args).map((live) => `${method}: ${live}`),
    ]),
    ...files.flatMap((file) => inFile(file, secret)),
  ];
}

const withoutToken = ({ token: _, ...args }: Json): Json => args;

function inFile({ name, type, bytes }: SeenFile, secret: readonly string[]): string[] {
  const isPicture = type.includes('png') || name.endsWith('.png');
  const text = Buffer.from(bytes).toString(isPicture ? 'latin1' : 'utf8');
  const found = isPicture ? secret.filter((word) => text.includes(word)) : secretsIn(text, secret);
  return found.map((word) => `the file ${name} tells ${word}`);
}
