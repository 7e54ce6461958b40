/** The package has schemas and no types for them. */
declare module 'discord-api-spec/zod' {
  interface Schema {
    parse(value: unknown): unknown;
  }
  /** Fields that Discord does not know are then refused. */
  export function setStrictObject(strict: boolean): void;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const ApplicationCommandCreateRequestSchema: Schema;
  export const IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema: Schema;
  export const MessageCreateRequestSchema: Schema;
}
