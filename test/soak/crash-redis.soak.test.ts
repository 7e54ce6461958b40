import { afterAll, test } from 'vitest';
import { redisServer } from '../support/redis.ts';
import { openShipped } from '../support/shipped.ts';
import { crash } from './crash.ts';

const { runner, close } = await openShipped();
const redis = await redisServer();
afterAll(() => Promise.all([close(), redis.close()]));

/** Whole with DOTP_SOAK=whole: as many turns and kills as on the embedded store. */
const SIZE =
  process.env.DOTP_SOAK === 'whole'
    ? { conversations: 6, turns: 25, kills: 60 }
    : { conversations: 4, turns: 10, kills: 12 };

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
