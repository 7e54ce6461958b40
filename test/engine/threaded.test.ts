import { runnerContract } from './runner-contract.ts';
import { tinyThreaded } from './tiny-threaded.ts';

runnerContract(({ gate, limits } = {}) => tinyThreaded(gate === undefined ? {} : { gate }, limits));
