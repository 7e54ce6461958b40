import { isRecord } from '../formats/json-text.ts';

/**
 * A pre-tokenizer rewritten so that JavaScript splits exactly where the Rust library does.
 *
 * Two words mean different things in JavaScript: its digits are ASCII (`٣` would not be split off), and
 * its white space has U+FEFF and lacks U+0085. `Split` with an explicit pattern is
 * translated with Unicode's own classes, so the built-in patterns are spelled out as such.
 * Rules it does not know pass unchanged; `unequalRule` names those that must not be used.
 */
export function withRustRules(rule: unknown): unknown {
  if (!isRecord(rule)) return rule;
  const { type, pretokenizers } = rule;
  if (type === 'Sequence' && Array.isArray(pretokenizers))
    return { ...rule, pretokenizers: pretokenizers.map(withRustRules) };
  if (type === 'Digits') return split(rule.individual_digits ? '\\p{N}' : '\\p{N}+');
  if (type === 'ByteLevel' && (rule.use_regex ?? true)) {
    const bytes = { ...rule, use_regex: false, add_prefix_space: false };
    const prefix = rule.add_prefix_space ? [PREFIX_SPACE] : [];
    return { type: 'Sequence', pretokenizers: [...prefix, split(BYTE_LEVEL), bytes] };
  }
  return rule;
}

/** A pre-tokenizer whose behaviour could differ from the Rust library's, by name; undefined when all are known to agree. */
export function unequalRule(rule: unknown): string | undefined {
  if (rule === null || rule === undefined) return undefined;
  if (!isRecord(rule)) return 'a rule that is not an object';
  const { type, pretokenizers, behavior } = rule;
  if (type === 'Sequence' && Array.isArray(pretokenizers))
    return pretokenizers.map(unequalRule).find((name) => name !== undefined);
  if (type === 'Split')
    return behavior === 'Isolated' || behavior === 'Removed' ? undefined : `Split ${behavior}`;
  return type === 'ByteLevel' || type === 'Digits' || type === 'Metaspace' ? undefined : String(type);
}

/** The pattern GPT-2 was trained with, built into `ByteLevel`. */
const BYTE_LEVEL = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const split = (pattern: string) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});

const PREFIX_SPACE = { type: 'Replace', pattern: { Regex: '\\A(?! )' }, content: ' ' };
