import type { App, Receiver } from '@slack/bolt';

type Delivery = Parameters<App['processEvent']>[0];

/**
 * What stands between a receiver and Bolt. Bolt itself acknowledges an event before any listener has
 * seen it; here that waits until the listeners are through, so that nothing is acknowledged that is not
 * kept. What a listener gave to `ack` goes out then. A listener that throws leaves the delivery
 * unacknowledged, and Slack sends it again.
 *
 * @throws what the listener threw
 */
export async function pass(app: App, delivery: Delivery): Promise<void> {
  let answer: unknown;
  await app.processEvent({
    ...delivery,
    ack: async (given?: unknown) => {
      answer = given;
    },
  });
  await delivery.ack(answer);
}

/** The receiver, with the gate before Bolt. */
export const gated = (receiver: Receiver): Receiver => ({
  init: (app) =>
    receiver.init(
      Object.create(app, { processEvent: { value: (delivery: Delivery) => pass(app, delivery) } }),
    ),
  start: (...args) => receiver.start(...args),
  stop: (...args) => receiver.stop(...args),
});
