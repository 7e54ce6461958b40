import { Client, Events, GatewayIntentBits, type Interaction, Partials } from 'discord.js';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from '../../support/discord/open.ts';

/** The real discord.js, connected to a fake Discord. */
export interface Connected {
  readonly fake: FakeDiscord;
  readonly client: Client<true>;
  close(): Promise<void>;
}

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

export async function connected(options: FakeOptions = {}): Promise<Connected> {
  const fake = await openFakeDiscord(options);
  const content = options.messageContent === false ? [] : [MessageContent];
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...content],
    partials: [Partials.Channel],
    rest: { api: fake.api },
  });
  const ready = new Promise<Client<true>>((resolve) => void client.once(Events.ClientReady, resolve));
  await client.login(fake.token);
  const close = async () => {
    await client.destroy();
    await fake.close();
  };
  return { fake, client: await ready, close };
}

/** The next interaction that arrives is answered so; what the answer throws comes back. */
export function answering<T>(client: Client, answer: (interaction: Interaction) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    client.once(Events.InteractionCreate, (interaction) => void answer(interaction).then(resolve, reject));
  });
}
