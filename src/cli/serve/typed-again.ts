import type { Finding } from '../../analysis/findings.ts';
import { commandCards } from '../../dispatch/command-cards.ts';
import type { Registry } from '../../dispatch/registry.ts';
import type { Reply } from '../../kernel/reply.ts';
import { print } from '../../lang/canonical.ts';

/** What somebody typed to get this answer, as far as the answer tells: without what holds by itself. */
export function typedAgain(reply: Reply<Finding>, commands: Registry): string {
  const said = reply.findings.find((finding) => finding.kind === 'said');
  if (said !== undefined) return said.asked;
  const path = reply.command.replace(/^\.p\//, '');
  const card = commandCards(commands).find((each) => each.path === path);
  const args = Object.entries(reply.params).filter(([name, value]) => {
    const usual = card?.params.find((param) => param.name === name)?.default;
    return JSON.stringify(value) !== JSON.stringify(usual);
  });
  const prompt = reply.prompt.text === '' ? {} : { prompt: reply.prompt };
  return print({ path, args: Object.fromEntries(args), ...prompt });
}
