import { DotpError } from '../../kernel/errors.ts';

export type SlackCode = 'undeliverable' | 'slack-away' | 'slack-refused' | 'upload-failed' | 'not-kept';

/** What Slack's side of the house cannot do. */
export class SlackError extends DotpError<SlackCode> {
  /** Slack's own name of it: `not_in_channel`. */
  readonly slack: string | undefined;

  constructor(facts: ConstructorParameters<typeof DotpError<SlackCode>>[0], slack?: string) {
    super(facts);
    this.slack = slack;
  }
}

const FIXES: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite the bot with /invite and its name.',
  channel_not_found: 'Invite the bot with /invite and its name.',
  missing_scope: 'Install the app again with the scopes of manifest.json.',
  is_archived: 'Ask in another channel.',
};

/** Slack understood and said no: the same again gets the same answer. */
export const undeliverable = (slack: string): SlackError =>
  new SlackError(
    {
      code: 'undeliverable',
      what: 'Slack does not take this message there.',
      where: slack,
      fix: FIXES[slack] ?? 'Ask in a channel where the bot may write.',
    },
    slack,
  );

/** No answer, or one that says "later": whether it was done is not known. */
export const slackAway = (cause: unknown): SlackError =>
  new SlackError({
    code: 'slack-away',
    what: 'Slack did not answer.',
    fix: 'It is tried again.',
    cause,
  });

/** @param slack  `invalid_auth`, `missing_scope` … */
export const slackRefused = (slack: string): SlackError =>
  new SlackError(
    {
      code: 'slack-refused',
      what: 'Slack does not accept a token of the bot.',
      where: slack,
      fix: 'Look at SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…, scope connections:write); docs/slack.md says where they come from.',
    },
    slack,
  );

/** The event is not safe yet, so that Slack must not be told that it arrived. */
export const notKept = (cause: unknown): SlackError =>
  new SlackError({
    code: 'not-kept',
    what: 'This could not be kept.',
    fix: 'Send it again in a minute.',
    cause,
  });

/** Before anything was shown: the words can be said without the file. */
export const uploadFailed = (cause: unknown): SlackError =>
  new SlackError(
    {
      code: 'upload-failed',
      what: 'A file could not be uploaded to Slack.',
      fix: 'Ask again.',
      cause,
    },
    cause instanceof SlackError ? cause.slack : undefined,
  );
