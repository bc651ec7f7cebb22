/** A real VS Code for tests, the demo and benchmarks: the server from npm, its workbench in a page. */
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { ensureServer, type ServerInstall } from './install';
import { cleanEnvironment, endTree, killTree, runLogged, spawnGroup } from './processes';
import { QUIET_SETTINGS, type Settings } from './settings';

export interface HostOptions {
  /** Where `server.log` and `console.log` go; created. */
  logDir: string;
  /** A folder, or a `.code-workspace` file; an empty window without either. */
  folder?: string | undefined;
  workspaceFile?: string | undefined;
  /** The extension under test: run from its folder, or installed from a package as users do. */
  extension?: { developmentPath: string } | { vsix: string } | undefined;
  /** Folders of further extensions, which are copied in. */
  companions?: readonly string[] | undefined;
  /** Whether workspace trust is asked for, as on a desktop; without it every folder is trusted. */
  trust: boolean;
  /** User settings on top of {@link QUIET_SETTINGS}. */
  settings?: Settings | undefined;
  /** Display language, such as `ko`; only the extension's own texts follow it. */
  locale?: string | undefined;
  /** Seconds that a window which vanished is waited for; 30 without. */
  graceSeconds?: number | undefined;
  /** Whether it waits for windows for ever; else it ends itself five minutes after the last one. */
  lasting?: boolean | undefined;
  /** Further variables for the server and everything that it starts. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Absolute path of a test entry, run in the extension host once a page is open. */
  testsPath?: string | undefined;
}

interface Folders {
  root: string;
  userData: string;
  extensions: string;
}

/** A running server. Any number of pages can open it, one after the other or together. */
export class Host {
  /** The port of the server on 127.0.0.1. */
  readonly port: number;
  readonly logDir: string;

  private constructor(
    private readonly server: ChildProcess,
    address: { port: number },
    private readonly folders: Folders,
    private readonly options: HostOptions,
  ) {
    this.port = address.port;
    this.logDir = options.logDir;
  }

  /** Installs what is missing and starts a server with user data of its own. Rejects with the log's name. */
  static async start(options: HostOptions): Promise<Host> {
    const install = await ensureServer();
    const folders = makeFolders();
    try {
      mkdirSync(options.logDir, { recursive: true });
      await writeSettings(folders, { ...QUIET_SETTINGS, ...options.settings });
      for (const folder of options.companions ?? []) await copyExtension(folders, folder);
      if (options.extension !== undefined && 'vsix' in options.extension) {
        await installVsix(install, folders, options.extension.vsix, options.logDir);
      }
      const { server, port } = await startServer(install, folders, options);
      return new Host(server, { port }, folders, options);
    } catch (error) {
      await removeFolders(folders);
      throw error;
    }
  }

  /** The folder that holds the user's `settings.json`. */
  get userFolder(): string {
    return path.join(this.folders.userData, 'User');
  }

  /** The address of the workbench. Give another folder to open that instead. */
  url(folder = this.options.folder): string {
    const { extension, workspaceFile, testsPath } = this.options;
    const payload: [string, string][] = [];
    if (extension !== undefined && 'developmentPath' in extension) {
      payload.push(['extensionDevelopmentPath', this.remoteUri(extension.developmentPath)]);
    }
    if (testsPath !== undefined) payload.push(['extensionTestsPath', this.remoteUri(testsPath)]);
    const query = new URLSearchParams({ payload: JSON.stringify(payload) });
    if (workspaceFile !== undefined) query.set('workspace', urlPath(workspaceFile));
    else if (folder !== undefined) query.set('folder', urlPath(folder));
    else query.set('ew', 'true');
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  /** Loads the workbench into a page whose console goes to `console.log`; does not wait for its first paint. */
  async open(page: Page, folder?: string): Promise<void> {
    const log = createWriteStream(path.join(this.logDir, 'console.log'), { flags: 'a' });
    page.on('console', (message) => log.write(`${message.type()}: ${message.text()}\n`));
    page.on('pageerror', (error) => log.write(`uncaught: ${error.stack ?? error.message}\n`));
    page.once('close', () => log.end());
    if (this.options.locale !== undefined) await page.addInitScript(languageScript(this.options.locale));
    await page.goto(this.url(folder));
  }

  /** Whether notifications are only in the notification centre, as VS Code does for smoke tests. */
  get suppressesToasts(): boolean {
    return needsTestDriver(this.options);
  }

  /** Replaces user settings. The server does not watch them: a window follows when it is loaded again. */
  async writeSettings(settings: Settings): Promise<void> {
    await writeSettings(this.folders, { ...QUIET_SETTINGS, ...this.options.settings, ...settings });
  }

  /** Kills the server and the processes of its windows at once, as a crash or a lack of memory would. */
  async kill(): Promise<void> {
    await killTree(this.server);
  }

  /** Ends the server with all its processes and removes its user data. */
  async dispose(): Promise<void> {
    await endTree(this.server);
    await removeFolders(this.folders);
  }

  private remoteUri(file: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${urlPath(file)}`;
  }
}

/** Only with its driver for smoke tests does the workbench take an extension's folder or a test entry from its address. */
function needsTestDriver({ extension, testsPath }: HostOptions): boolean {
  return testsPath !== undefined || (extension !== undefined && 'developmentPath' in extension);
}

function urlPath(file: string): string {
  return decodeURIComponent(pathToFileURL(file).pathname);
}

/**
 * For the page: without a language pack the workbench stays English, but extensions are told this language. A text,
 * because tsx adds a helper to functions that the page lacks.
 */
function languageScript(locale: string): string {
  const property = `{ get: () => ${JSON.stringify(locale)}, set: () => undefined }`;
  return `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', ${property})`;
}

function makeFolders(): Folders {
  const root = mkdtempSync(path.join(tmpdir(), 'trialbook-host-'));
  return { root, userData: path.join(root, 'data'), extensions: path.join(root, 'extensions') };
}

async function removeFolders(folders: Folders): Promise<void> {
  // A process that is just ending may still write; what is left is in the temporary folder.
  await rm(folders.root, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}

async function writeSettings(folders: Folders, settings: Settings): Promise<void> {
  const user = path.join(folders.userData, 'User');
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

function dataArguments(folders: Folders): string[] {
  const serverData = path.join(folders.root, 'server');
  return ['--server-data-dir', serverData, '--user-data-dir', folders.userData, '--extensions-dir', folders.extensions];
}

/** A server that starts for the first time takes up what lies in its folder of extensions. */
async function copyExtension(folders: Folders, source: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as Record<string, string>;
  const name = `${manifest['publisher']}.${manifest['name']}-${manifest['version']}`;
  await cp(source, path.join(folders.extensions, name), { recursive: true });
}

async function installVsix(install: ServerInstall, folders: Folders, vsix: string, logDir: string): Promise<void> {
  const args = [install.main, ...dataArguments(folders), '--install-extension', vsix, '--force'];
  await runLogged(install.node, args, path.join(logDir, 'server.log'), { env: cleanEnvironment() });
}

async function startServer(
  install: ServerInstall,
  folders: Folders,
  options: HostOptions,
): Promise<{ server: ChildProcess; port: number }> {
  const log = createWriteStream(path.join(options.logDir, 'server.log'), { flags: 'a' });
  const args = [
    install.main,
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    // Should we be killed before we can end it, it ends itself some minutes after its last window.
    ...(options.lasting ? [] : ['--enable-remote-auto-shutdown']),
    // By default it waits for hours for a window that vanished, with its locks held.
    `--reconnection-grace-time=${options.graceSeconds ?? 30}`,
    ...(needsTestDriver(options) ? ['--enable-smoke-test-driver'] : []),
    ...(options.trust ? [] : ['--disable-workspace-trust']),
    ...dataArguments(folders),
  ];
  const server = spawnGroup(install.node, args, {
    env: cleanEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.stderr?.pipe(log, { end: false });
  server.stdout?.pipe(log, { end: false });
  const port = await new Promise<number>((resolve, reject) => {
    let seen = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString()).slice(-10_000);
      const match = /agent listening on (\d+)/.exec(seen);
      if (match) resolve(Number(match[1]));
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}; see ${String(log.path)}`)));
  });
  return { server, port };
}
