import { DispatchError } from './errors.ts';
import type { Message, TurnOptions } from './flow.ts';
import type { Answer, House } from './house.ts';

/** Plain words, answered by the model. */
export async function talk(_message: Message, _house: House, _options: TurnOptions): Promise<Answer> {
  throw new DispatchError({
    code: 'no-command',
    what: 'Plain words are not answered yet.',
    fix: 'Type .p/help.',
  });
}
