/** What dotp uses of Slack, in one place: `manifest.json` declares this and no more, which a test holds. */
export const USES = {
  command: '/p',
  /** Callback id of the message shortcut. */
  shortcut: 'trace',
  events: [
    'app_home_opened',
    'app_mention',
    'message.channels',
    'message.groups',
    'message.im',
    'message.mpim',
  ],
  methods: [
    'auth.test',
    'chat.postMessage',
    'chat.update',
    'chat.delete',
    'conversations.history',
    'conversations.replies',
    'conversations.info',
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
    'files.info',
    'users.conversations',
    'users.info',
    'views.open',
    'views.publish',
  ],
} as const;
