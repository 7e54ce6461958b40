import { afterAll, test } from 'vitest';
import { redisServer } from '../support/redis.ts';
import { openShipped } from '../support/shipped.ts';
import { crash } from './crash.ts';
import { isWhole } from './size.ts';

const { runner, close } = await openShipped();
const redis = await redisServer();
afterAll(() => Promise.all([close(), redis.close()]));

const SIZE = isWhole ? { conversations: 6, turns: 25, kills: 60 } : { conversations: 3, turns: 6, kills: 6 };

test('the same with the store on Redis, killed and started again under it every other time', () =>
  crash({
    ...SIZE,
    runner,
    store: redis.fresh(),
    async onKill(nth) {
      if (nth % 2 === 1) return;
      await redis.kill('SIGKILL');
      await redis.start();
    },
  }));
