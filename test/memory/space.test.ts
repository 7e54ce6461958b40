import { spaceContract } from './space-contract.ts';

spaceContract('embedded', () => undefined);
spaceContract('memory:', () => 'memory:');
