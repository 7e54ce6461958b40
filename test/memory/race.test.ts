import { raceContract } from './race-contract.ts';

raceContract('embedded', () => '');
