/** Runs pytest suites in virtual environments of their own below `.cache/`, made on first use. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT_DIR = path.join(ROOT, 'test-output');
const PROBE = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';
const OLDEST = [3, 9];

/** What cannot go on without the user; its message says what to do. */
class SetupError extends Error {}

/** Our environment without the variables that change how Python works. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^_?(PYTHON|TRIALBOOK_(?!TEST))/i.test(name)),
  );
}

/** Runs a command to its end and returns its exit code with its output, both streams together in order of arrival. */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: cleanEnvironment(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  return { code: result.error === undefined ? (result.status ?? 1) : 127, output: `${result.stdout}${result.stderr}` };
}

/** The first Python that is new enough: `TRIALBOOK_TEST_PYTHON`, `python3`, `python`, `py -3`. Throws when there is none. */
function findPython() {
  const named = process.env['TRIALBOOK_TEST_PYTHON'];
  const candidates = named ? [[named]] : [['python3'], ['python'], ['py', '-3']];
  const seen = [];
  for (const [command, ...args] of candidates) {
    const { code, output } = run(command, [...args, '-c', PROBE]);
    const [version, executable] = output.split(/\r?\n/);
    if (code !== 0 || executable === undefined) continue;
    const [major, minor] = version.split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return { executable, version };
    seen.push(`${command} is ${version}`);
  }
  const tried = candidates.map((words) => words.join(' ')).join(', ');
  throw new SetupError(
    `No Python ${OLDEST.join('.')} or newer found (tried ${tried}${seen.length > 0 ? `; ${seen.join('; ')}` : ''}). ` +
      'Install Python, or name one by TRIALBOOK_TEST_PYTHON.',
  );
}

function venvPython(folder) {
  return process.platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

/**
 * The interpreter of the virtual environment `.cache/<name>-venv` with a file of requirements installed. One that was
 * made from the same requirements and Python is used again. Throws {@link SetupError} when it cannot be made.
 */
export function ensureVenv(name, requirementsFile) {
  const base = findPython();
  const folder = path.join(ROOT, '.cache', `${name}-venv`);
  const stamp = path.join(folder, 'made-from.txt');
  const requirements = readFileSync(requirementsFile, 'utf8');
  const wanted = createHash('sha256').update(`${base.executable} ${base.version}\n${requirements}`).digest('hex');
  const python = venvPython(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(python)) return python;

  console.log(`Making .cache/${name}-venv with Python ${base.version}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  must(
    run(base.executable, ['-m', 'venv', folder]),
    `setup-${name}.log`,
    `Python ${base.version} cannot make virtual environments (on Debian and Ubuntu: apt-get install python3-venv).`,
  );
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirementsFile];
  must(run(python, install), `setup-${name}.log`, `pip could not install ${path.relative(ROOT, requirementsFile)}.`);
  writeFileSync(stamp, wanted);
  return python;
}

function must({ code, output }, log, message) {
  if (code === 0) return;
  const file = writeLog(log, output);
  throw new SetupError(`${message}\n${lastLines(output, 15)}\nAll of it: ${file}`);
}

function writeLog(name, text) {
  mkdirSync(OUTPUT_DIR, { recursive: true });
  const file = path.join(OUTPUT_DIR, name);
  writeFileSync(file, text);
  return path.relative(ROOT, file);
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Sums the suites of a JUnit file; `undefined` where pytest did not get to write one. */
function readCounts(junitFile) {
  if (!existsSync(junitFile)) return undefined;
  const total = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const [suite] of readFileSync(junitFile, 'utf8').matchAll(/<testsuite [^>]*>/g)) {
    for (const key of Object.keys(total)) total[key] += Number(new RegExp(` ${key}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  }
  return total;
}

/** Runs pytest on paths, says in two lines how it went and returns the exit code. What pytest prints goes to a log. */
export function runPytest(name, python, args, env = {}) {
  const junitFile = path.join(OUTPUT_DIR, `${name}.xml`);
  rmSync(junitFile, { force: true });
  mkdirSync(OUTPUT_DIR, { recursive: true });
  const { code, output } = run(python, ['-m', 'pytest', `--junitxml=${junitFile}`, ...args], {
    env: { ...cleanEnvironment(), ...env },
  });
  const log = writeLog(`${name}.log`, output);
  const counts = readCounts(junitFile);
  if (counts === undefined) {
    console.log(
      `${lastLines(output, 30)}\n${name}: pytest ended with exit code ${code} and no report; all of it: ${log}`,
    );
    console.log('0 passed, 1 failed');
    return 1;
  }
  const failed = counts.failures + counts.errors;
  if (code !== 0) console.log(`${lastLines(output, 60)}\n${name}: all of it: ${log}`);
  const passed = counts.tests - failed - counts.skipped;
  console.log(`${passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
  return code;
}

/** Runs a suite's `main` and ends the process with the code it returns; a {@link SetupError} is shown as it stands. */
export function runMain(main) {
  try {
    process.exitCode = main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  }
}

/** Runs a tool of the virtual environment on the screen and returns its exit code. */
export function runTool(python, args) {
  return run(python, args, { stdio: 'inherit' }).code;
}
