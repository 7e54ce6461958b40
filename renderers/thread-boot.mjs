// On Node 20 a worker cannot start from a .ts file: this registers tsx in the thread, then starts it.
import { register } from 'tsx/esm/api';

register();
await import('./thread-side.ts');
