import { expect } from 'vitest';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import { answered, type House, turnOf } from './house.ts';

export const trace = { path: ['reflect', 'trace'], options: { prompt: 'The capital of France is' } };

/** Answers a turn whole, as the desk does. */
export async function answer({ discord: { voice } }: House, event: ChatEvent) {
  const place = await voice.open(event, 'Waiting …');
  const message = await voice.answer(event, place, answered(event), 0);
  await voice.end(event, place);
  return { place, message };
}

/** A command in `general`, answered. */
export async function asked(at: House) {
  const { id } = await at.fake.slash(trace);
  return answer(at, await turnOf(at, id));
}

export async function pressed(at: House, message: string, label: string) {
  const { id, ack } = await at.fake.press({ message, label });
  expect(ack?.type).toBe(6);
  return turnOf(at, id);
}
