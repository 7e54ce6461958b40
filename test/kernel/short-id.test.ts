import { expect, test } from 'vitest';
import { shortId } from '../../src/kernel/short-id.ts';

test('eight digits of the hash of platform and event: as sha256sum gives them, another for another', () => {
  expect(shortId({ platform: 'discord', id: '1' })).toBe('ef0a7688'); // printf discord:1 | sha256sum
  expect(shortId({ platform: 'slack', id: '1' })).not.toBe('ef0a7688');
});
