/** Finds a browser for the workbench, and starts it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { CACHE } from './paths';
import { cleanEnvironment, runLogged } from './processes';

const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const LINUX_COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];

const QUIET = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * The browser's executable: `CHROME_PATH`, an installed Chrome, Chromium or Edge, Playwright's own, or, where we are
 * root on Debian, the distribution's, installed now. Rejects with what the user can do.
 */
export async function ensureChromium(): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which does not exist. Correct or unset it.`);
  }
  const installed = [...installedBrowsers(), chromium.executablePath()].find((file) => existsSync(file));
  if (installed !== undefined) return installed;
  if (isRootOnDebian()) {
    await installOnDebian();
    const found = installedBrowsers()[0];
    if (found !== undefined) return found;
  }
  throw new Error(
    'No Chrome, Chromium or Edge was found. Install one, or set CHROME_PATH to its executable, or run ' +
      '`npx playwright-core install chromium`.',
  );
}

/** Starts the browser without a window. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: QUIET, env: launchEnvironment() });
}

function launchEnvironment(): Record<string, string> {
  const set = Object.entries(cleanEnvironment()).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set);
}

function installedBrowsers(): string[] {
  const present = (file: string): boolean => existsSync(file);
  if (process.platform === 'darwin') {
    return MAC_APPLICATIONS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).filter(present);
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => process.env[name] ?? []);
    return roots.flatMap((root) => WINDOWS_PROGRAMS.map((program) => path.join(root, program))).filter(present);
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const commands = LINUX_COMMANDS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  // Ubuntu's `chromium-browser` may be a stub that only tells how to install the real one.
  return commands.filter((file) => present(file) && spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0);
}

function isRootOnDebian(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function installOnDebian(): Promise<void> {
  const log = path.join(CACHE, 'install.log');
  const env = cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' });
  await runLogged('apt-get', ['update'], log, { env });
  await runLogged('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], log, { env });
}
