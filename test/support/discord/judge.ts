/** Discord's published schemas, asked about what the bot sends and what the fake answers. */
import type { Schema } from 'discord-api-spec/zod';
import { type Issue, invalidForm } from './api-failure.ts';
import { objectIn } from './json-read.ts';
import type { ReadBody } from './request-body.ts';
import type { Route } from './route.ts';
import type { Json, World } from './world.ts';

/**
 * @returns what is wrong with a body; a field that the schema does not know is wrong too, because Discord
 *   would drop it without a word
 */
export function issuesOf(schema: Schema, body: unknown): Issue[] {
  const result = schema.safeParse(body);
  if (!result.success) return result.error.issues.map(issueOf);
  return unknownFields(body, result.data, []);
}

/** The schemas strip what they do not know. (`setStrictObject` of the package comes too late: they are made when it loads.) */
function unknownFields(given: unknown, kept: unknown, path: readonly string[]): Issue[] {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null) return [];
  const known = new Map(Object.entries(kept));
  return Object.entries(given).flatMap(([name, value]) => {
    const here = [...path, name];
    if (value === undefined || isHabit(here, value) || known.has(name))
      return unknownFields(value, known.get(name), here);
    return [{ path: here, code: 'UNKNOWN_FIELD', message: 'Discord does not know this field.' }];
  });
}

/** What discord.js sends without being asked: flags that are off, and the type of a thread that a message begins. */
const isHabit = (path: readonly string[], value: unknown): boolean =>
  value === false || (path.join('.') === 'type' && value === 11);

interface ZodIssue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
  readonly maximum?: unknown;
}

/** In Discord's words where tests ask for them. */
function issueOf({ path, code, message, maximum }: ZodIssue): Issue {
  if (code === 'too_big' && typeof maximum === 'number') {
    return { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${maximum} or fewer in length.` };
  }
  return { path, code: code.toUpperCase(), message };
}

const inWords = ({ path, message }: Issue): string => `${path.map(String).join('.') || 'body'}: ${message}`;

/** @param where  in whose name it is written down */
export function judge(violations: string[], where: string, schema: Schema, body: Json): Issue[] {
  const issues = issuesOf(schema, body);
  violations.push(...issues.map((issue) => `${where}: ${inWords(issue)}`));
  return issues;
}

/** @throws {ApiFailure} 50035, as Discord answers what it cannot read; an unknown field it only drops */
export function judgeRequest(violations: string[], request: string, { asks }: Route, read: ReadBody): void {
  if (asks === undefined) return;
  for (const one of read.list ?? [read.body]) {
    const schema = 'safeParse' in asks ? asks : asks(one);
    const issues = judge(violations, `${request}: request`, schema, one);
    const wrong = issues.filter(({ code }) => code !== 'UNKNOWN_FIELD');
    if (wrong.length > 0) throw invalidForm(wrong);
  }
}

/** The fake's own answers are judged when somebody asks for violations: the bot does not wait for that. */
export function judgeAnswer(
  { violations, unjudged }: Pick<World, 'violations' | 'unjudged'>,
  request: string,
  { gives, published = (json) => json }: Route,
  answer: Json | readonly Json[],
): void {
  if (gives === undefined) return;
  for (const one of [answer].flat()) {
    const written = JSON.stringify(published(one)); // as it is now, and without what is undefined
    unjudged.push(() => {
      const json = objectIn(JSON.parse(written)) ?? {};
      judge(violations, `${request}: answer`, 'safeParse' in gives ? gives : gives(json), json);
    });
  }
}

/** What broke a rule so far, everything judged. */
export function judged({ violations, unjudged }: World): readonly string[] {
  for (const judgement of unjudged.splice(0)) judgement();
  return violations;
}
