/** What Slack delivers of an input, written down by hand: ids and fields are the forger's. */
import type { CommandCard } from '../../../src/kernel/command-card.ts';
import type { Json } from '../slack/json.ts';
import { BOT, TEAM } from '../slack/workspace.ts';
import type { SlackInput } from './slack-inputs.ts';

/** When it was pressed: each at a time of its own. */
export const timeOf = (index: number): string => `171${String(index).padStart(7, '0')}.000001`;

/** @param named  writes the names of people and places into a text @param who  does it, and where */
export function slackPayloads(
  cards: readonly CommandCard[],
  named: (text: string) => string,
  who: (input: SlackInput) => { readonly person: string; readonly channel: string },
) {
  const common = (input: SlackInput, index: number): Json => {
    const { person, channel } = who(input);
    const name = named(input.name);
    return {
      api_app_id: BOT.app,
      is_enterprise_install: false,
      team: TEAM,
      enterprise: null,
      user: { id: person, username: name, name, team_id: TEAM.id },
      channel: { id: channel, name: named(input.name) },
      trigger_id: `soak.${index}`,
    };
  };
  const action = (input: SlackInput, index: number, message: Json | undefined, one: Json): Json => ({
    ...common(input, index),
    type: 'block_actions',
    container: { type: 'message' },
    ...(message === undefined ? {} : { message }),
    actions: [{ action_ts: timeOf(index), block_id: 'b0', ...one }],
  });

  function formSent(input: Extract<SlackInput, { way: 'form sent' }>, index: number): Json {
    const card = cards[input.command % cards.length];
    const fields = [...(card?.params ?? []).map(({ name }) => `param:${name}`), 'prompt'];
    const value = named(input.value);
    const values = Object.fromEntries(
      fields.map((field) => [field, { value: { type: 'plain_text_input', value } }]),
    );
    const { channel: _, ...sent } = common(input, index);
    return {
      ...sent,
      type: 'view_submission',
      view: {
        id: `V${index}`,
        type: 'modal',
        callback_id: 'form',
        private_metadata: named(input.metadata),
        state: { values },
      },
      response_urls: [],
    };
  }

  return { common, action, formSent };
}
