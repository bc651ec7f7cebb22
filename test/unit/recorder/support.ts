/** Runs the real command line, bundled as it ships, on workspaces in temporary folders. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { parseEvent } from '../../../src/common/eventParser';
import { isProcessAlive } from '../../../src/common/processes';
import type { TrainingEvent } from '../../../src/protocol/trainingEvents';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
export const PYTHON_DIR = path.join(REPOSITORY, 'python');
const DEADLINE_MS = 30_000;

const temporary: string[] = [];

/** A new empty folder, removed by {@link removeTemporary}. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'trialbook-test-')));
  temporary.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A workspace with these files. */
export function workspaceWith(files: Record<string, string> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** What a recorder is asked for besides the command and its place, where a test asks for nothing special. */
export const PLAIN_SPECIFICATION = {
  tags: [],
  endsWithViewer: false,
  metrics: [],
  watched: [],
  environment: [],
  off: [],
  sampleSeconds: 0,
  stopOnDivergence: false,
  timeout: null,
  grace: 5_000,
  copyBelow: 0,
  maxOutput: 1_000_000,
  pythonDir: '/nonexistent',
  warnings: [],
};

let bundled: Promise<string> | undefined;

/** The bundled command line in a folder laid out as the extension's. */
export function cliFile(): Promise<string> {
  bundled ??= bundleCli();
  return bundled;
}

async function bundleCli(): Promise<string> {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'trialbook-cli-')));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const outfile = path.join(root, 'dist', 'cli.js');
  await build({
    entryPoints: [path.join(REPOSITORY, 'src/cli.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
  copyFileSync(path.join(REPOSITORY, 'package.json'), path.join(root, 'package.json'));
  // The modules that are not bundled, where the repository has them.
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(root, 'node_modules'), 'junction');
  return outfile;
}

/** The environment of a person's shell: what the test's own Python was told does not reach the training. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PYTHON|TRIALBOOK)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', ...extra };
}

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  process: ChildProcess;
  finished: Promise<Finished>;
  /** What came on stdout so far. */
  stdout(): string;
}

/**
 * Starts `trialbook …words` in a folder; `detached`: in a process group of its own, as a shell does. `input`: what it
 * reads from its standard input.
 */
export async function startCli(
  cwd: string,
  words: string[],
  env: NodeJS.ProcessEnv = {},
  detached = false,
  input?: string,
): Promise<Started> {
  const cli = await cliFile();
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: cleanEnvironment(env),
    detached,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  const [out, err]: Buffer[][] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => out?.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err?.push(chunk));
  const text = (chunks: Buffer[] | undefined): string => Buffer.concat(chunks ?? []).toString();
  const finished = new Promise<Finished>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stdout: text(out), stderr: text(err) })),
  );
  return { process: child, finished, stdout: () => text(out) };
}

/** Runs `trialbook …words` in a folder to its end. */
export async function cli(cwd: string, words: string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return (await startCli(cwd, words, env)).finished;
}

/** `trialbook run` without the tracker and the machine's samples, so that what is tested is the recorder alone. */
export function runWords(command: string[], ...options: string[]): string[] {
  return ['run', '--python-dir', '/nonexistent', '--sample', '0', ...options, '--', ...command];
}

/** The folders of a workspace's runs, oldest first. */
export function runFolders(workspace: string): string[] {
  const runs = path.join(workspace, '.trialbook', 'runs');
  return readdirSync(runs)
    .sort()
    .map((id) => path.join(runs, id));
}

/** The events of the file that the recorder of a run wrote. */
export function recorderEvents(runDir: string): TrainingEvent[] {
  return allEvents(runDir).find((events) => events[0]?.e === 'hello' && events[0].role === 'recorder') ?? [];
}

/** The events of every file of a run folder. */
export function allEvents(runDir: string): TrainingEvent[][] {
  const names = readdirSync(runDir).filter((name) => name.startsWith('events-'));
  return names.map((name) => {
    const lines = readFileSync(path.join(runDir, name), 'utf8').split('\n').slice(0, -1);
    return lines.flatMap((line, i) => parseEvent(line, i, 0) ?? []);
  });
}

/** Events without their numbers and dates. */
export function bare(events: TrainingEvent[]): object[] {
  return events.map(({ q: _q, t: _t, ...rest }) => rest);
}

/** Waits until something is so. */
export async function until<T>(what: string, check: () => T | undefined | false): Promise<T> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    let value: T | undefined | false;
    try {
      value = check();
    } catch {
      value = undefined;
    }
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`still waiting: ${what}`);
    await delay(25);
  }
}

/** Waits until the recorder of a run has written its last word and ended. */
export async function recorderEnded(runDir: string): Promise<TrainingEvent[]> {
  return until('the recorder ends', () => {
    const events = recorderEvents(runDir);
    const hello = events[0];
    if (hello?.e !== 'hello' || isProcessAlive(hello.pid, hello.start)) return undefined;
    return events;
  });
}

/** The final status of events. */
export function finalStatus(events: TrainingEvent[]): object | undefined {
  const final = events.filter((event) => event.e === 'st' && event.status !== 'running').at(-1);
  return final === undefined ? undefined : bare([final])[0];
}
