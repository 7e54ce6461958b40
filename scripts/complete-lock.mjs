// Completes package-lock.json after `npm install` on a machine whose registry serves only its own platform's
// binaries: npm then leaves the other platforms' optional packages out, and `npm ci` refuses the lock everywhere.
// What is added has the version its parent asks for and no integrity; it is only fetched on its own platform.
//
//     npm install && node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, dev }) =>
  Object.entries(optionalDependencies)
    .filter(([name, version]) => !(`node_modules/${name}` in lock.packages) && /^\d/.test(version))
    .map(([name, version]) => [`node_modules/${name}`, entry(name, version, dev)]),
);
const packages = { ...lock.packages, ...Object.fromEntries(missing) };
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added`);

function entry(name, version, dev) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  return {
    version,
    ...(cpu.length && { cpu }),
    ...(dev && { dev }),
    optional: true,
    ...(os.length && { os }),
  };
}
