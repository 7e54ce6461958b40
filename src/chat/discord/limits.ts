/** What Discord takes at most; characters are UTF-16 units. */
export const LIMITS = {
  content: 2000,
  alt: 1024,
  customId: 100,
  /** Choices of an option or a select, options of a command, subcommands of a group. */
  choices: 25,
  description: 100,
  /** Names, descriptions and values of one whole command, added up. */
  command: 8000,
  /** Name or value of a choice; label, description or value of a select's option. */
  label: 100,
  buttonLabel: 80,
  buttonsInRow: 5,
  option: 6000,
  /** Bytes of a file where an interaction does not say more. */
  file: 10 * 1024 * 1024,
  /** Files of one message. */
  files: 10,
  nonce: 25,
} as const;

/** An interaction's token answers for 15 minutes; the margin is for an upload that has begun. */
export const TOKEN_MS = 15 * 60_000 - 20_000;
