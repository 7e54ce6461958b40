/** Whole lines, with a command in most of them. */
import fc from 'fast-check';
import { hostileWords, some } from './text.ts';

const PATHS = [
  'help',
  'reflect.trace',
  'reflect.lens',
  'reflect.head',
  'reflect.glyphs',
  'fork.attribution',
  'fork.counterfactual',
  'model.info',
  'model.use',
  'session.show',
  'session.share',
  'session.leave',
  'memory.forget',
  'memory.export',
  'channel.limit',
  'channel.quiet',
  'reflect',
  'reflect.trase',
  'reflect.reflect.trace',
  '__proto__',
  'constructor.toString',
  '',
] as const;

const NAMES = [
  'name',
  'head',
  'what',
  'sure',
  'runs',
  'of',
  'id',
  'top',
  'depth',
  '__proto__',
  'mode',
] as const;

const head = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: some(2) });
const pair = fc.tuple(fc.constantFrom(...NAMES), some(2)).map(([name, value]) => `${name}=${value}`);
const braces = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.array(pair, { maxLength: 3 }).map((pairs) => `{${pairs.join(', ')}}`) },
  { weight: 1, arbitrary: some(4).map((text) => `{${text}`) },
);

/** A `.p/` line, most of them broken somewhere. */
const commandLine = fc
  .tuple(head, braces, hostileWords)
  .map(([path, params, prompt]) => `.p/${path}${params} ${prompt}`);

/** Lines that are answered, so that what they say goes through answers and not only through errors. */
const goodLine = fc.oneof(
  fc.constantFrom(
    '.p/help',
    '.p/help reflect.trace',
    '.p/session.show',
    '.p/model.use',
    '.p/model.info',
    '.p/memory.export',
    '.p/channel.limit',
    '.p/session.leave',
    'toggle',
  ),
  some(3).map((prompt) => `.p/reflect.lens ${prompt} a`),
  some(2).map((prompt) => `.p/reflect.head{head=L0H0} ${prompt} b`),
  some(2).map((name) => `.p/model.use{name="${name.replace(/["\\]/g, '')}"}`),
);

/** @param trouble  prompts on which the model itself fails */
export const hostileLine = (trouble: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: commandLine },
    { weight: 5, arbitrary: goodLine },
    { weight: 2, arbitrary: hostileWords },
    { weight: 1, arbitrary: fc.constantFrom(...trouble).map((word) => `.p/reflect.lens ${word}`) },
    {
      weight: 1,
      arbitrary: fc.array(goodLine, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')),
    },
  );
