#!/usr/bin/env node
// Until the program has taken over (src/cli/stop.ts), Ctrl-C has nothing to put in order.
process.once('SIGINT', () => process.exit(130));

// ONNX Runtime 1.30 tells Microsoft that it runs unless it is told not to; nothing here asks anybody unasked.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

// TypeScript is run as it is; Node's own type stripping is younger than the oldest Node we promise.
const { register } = await import('tsx/esm/api');
register();
await import('../src/main.ts');
