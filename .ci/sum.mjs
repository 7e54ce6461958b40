// Sums the reports of every suite that ran: `N passed, N failed`, which is what is said of this run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', otherFailure = '0'] = process.argv.slice(2);
const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const total = (key) => reports.reduce((sum, report) => sum + report[key], 0);
const passed = total('numPassedTests');
const failed = total('numFailedTests') + Number(otherFailure);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
