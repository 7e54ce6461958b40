/** An address on loopback that never completes a connection: its queue is full and its owner asleep. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

const OWNER = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.send(server.address().port, () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

export async function blackHole(): Promise<{ address: string; close: () => Promise<void> }> {
  const owner = fork('data:text/javascript,', { execArgv: ['--eval', OWNER] });
  const [port] = await once(owner, 'message');
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const filler of fillers) filler.destroy();
      const gone = once(owner, 'exit');
      owner.kill('SIGKILL');
      await gone;
    },
  };
}
