/** What Bolt hears, as what the house takes in. Nothing is acknowledged here: see gate.ts. */
import type { App, ViewResponseAction } from '@slack/bolt';
import { DotpError } from '../../kernel/errors.ts';
import { formAsked, formTyped } from './ask-form.ts';
import { type Ears, refuse } from './ears.ts';
import { isForUs } from './for-us.ts';
import { FORM } from './form.ts';
import { formEvent } from './form-sent.ts';
import { type Arrival, deliveryKeys, type MessagePayload, messageEvent, slashEvent } from './incoming.ts';
import { actionEvent, shortcutEvent } from './incoming-actions.ts';
import { openForm } from './open-form.ts';
import { publishHome } from './publish-home.ts';
import { USES } from './uses.ts';

type Context = { readonly botUserId?: string | undefined };

const arrivalOf = ({ botUserId = '' }: Context): Arrival => ({ botUser: botUserId, now: Date.now() });

/** A listener that throws leaves its delivery unacknowledged. */
export function listen(app: App, ears: Ears): void {
  const { log } = ears;
  hearMessages(app, ears);
  hearCommand(app, ears);
  hearControls(app, ears);
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const reader = { workspace: body.team_id, user: event.user, direct: event.channel };
    publishHome(ears, reader).catch((error: unknown) =>
      log.warn('A page in Slack was not written.', { error }),
    );
  });
  app.error(async (error) => {
    log.warn('A delivery of Slack was not taken; it may come again.', { error });
    throw error;
  });
}

function hearMessages(app: App, { desk, intake }: Ears): void {
  const heard = async (
    payload: MessagePayload,
    body: { event_id: string; team_id: string },
    context: Context,
  ) => {
    const event = messageEvent(payload, body, arrivalOf(context));
    if (event !== null && (await isForUs(event, desk))) await intake(event, deliveryKeys(body, payload));
  };
  app.event('message', ({ event, body, context }) => heard(event, body, context));
  app.event('app_mention', ({ event, body, context }) => heard(event, body, context));
}

function hearCommand(app: App, ears: Ears): void {
  app.command(USES.command, async ({ command, ack, context }) => {
    const { channel_id: channel, team_id: workspace, user_id: user, trigger_id: triggerId } = command;
    const path = formTyped(command.text);
    if (path !== undefined) {
      const asked = { path, place: { channel } };
      openForm(ears, asked, { workspace, user, triggerId }).catch((error) => refuse(ears, error, command));
      return;
    }
    const event = slashEvent(command, arrivalOf(context));
    // Slack does not send a command again: whoever typed it is told.
    await ears.intake(event, [event.id]).catch((error) => refuse(ears, error, command));
    await ack();
  });
}

function hearControls(app: App, ears: Ears): void {
  const { intake, key, desk } = ears;
  app.shortcut({ type: 'message_action', callback_id: USES.shortcut }, async ({ shortcut, context }) => {
    const event = shortcutEvent(shortcut, arrivalOf(context));
    if (event !== null) await intake(event, [event.id]).catch((error) => refuse(ears, error, shortcut));
  });
  app.action({ type: 'block_actions' }, async ({ body, context }) => {
    const form = formAsked(body, key);
    if (form !== undefined) {
      const at = { workspace: body.team?.id ?? '', user: body.user.id, triggerId: body.trigger_id };
      openForm(ears, form, at).catch((error) => refuse(ears, error, body));
      return;
    }
    try {
      const event = actionEvent(body, key, arrivalOf(context));
      if (event !== null) await intake(event, [event.id]);
    } catch (error) {
      refuse(ears, error, body);
    }
  });
  app.view({ type: 'view_submission', callback_id: FORM }, async ({ body, ack, context }) => {
    try {
      const event = formEvent(body, desk.cards, key, arrivalOf(context));
      if (event !== null) await intake(event, [event.id]);
      await ack();
    } catch (error) {
      await ack(stillOpen(body.view.state.values, error));
    }
  });
}

/** The form stays, with what is wrong under its first field. */
function stillOpen(values: object, error: unknown): ViewResponseAction | undefined {
  const [field] = Object.keys(values);
  const words = error instanceof DotpError ? `${error.what} ${error.fix}` : 'This failed. Send it again.';
  return field === undefined ? undefined : { response_action: 'errors', errors: { [field]: words } };
}
