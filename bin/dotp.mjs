#!/usr/bin/env node
// TypeScript is run as it is; Node's own type stripping is younger than the oldest Node we promise.
import { register } from 'tsx/esm/api';

register();
await import('../src/main.ts');
