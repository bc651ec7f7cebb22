// Behind every npm script: installs the dependencies when they are missing or older than the lock file, then hands over.
// Plain JavaScript on Node's own modules, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const OLDEST_NODE = [20, 19];

const TASKS = {
  build: 'esbuild.mjs',
  check: 'scripts/check.ts',
  test: 'scripts/test.ts',
  'test:unit': 'scripts/unit.ts',
  'test:tracker': 'test/tracker/run.mjs',
  'test:faults': 'test/faults/run.ts',
  'test:libs': 'test/libs/run.mjs',
  'test:integration': 'test/integration/run.ts',
  'test:ui': 'test/ui/run.ts',
  demo: 'scripts/demo.ts',
  package: 'scripts/package.ts',
  bench: 'bench/run.ts',
};

/** Runs a program on the screen and ends with its code when it fails; `stdout` keeps machine-readable output clean. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function modified(file) {
  return statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Trialbook is built with Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}.`);
  process.exit(1);
}

function installDependencies() {
  // npm writes this file last, so an installation that was cut short counts as missing.
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  console.error('Installing dependencies');
  // Not `npm ci`: it refuses a lock file that was made where a registry lacked optional packages of other platforms. With
  // a lock file both install the same versions; `--no-save` leaves that file alone.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

const [task, ...args] = process.argv.slice(2);
const script = TASKS[task];
if (script === undefined) {
  console.error(`Name a task: ${Object.keys(TASKS).join(', ')}`);
  process.exit(1);
}
checkNode();
installDependencies();
run(process.execPath, [...(script.endsWith('.ts') ? ['--import', 'tsx'] : []), script, ...args]);
