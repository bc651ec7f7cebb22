/** A page as it is bundled, in a real browser under the real policy, with a host that answers from memory. */
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ThemeKind } from '../../../src/protocol/palette';
import type { RequestMessage, WireError } from '../../../src/protocol/rpc';
import { launchChromium } from '../../host/chromium';
import { ROOT } from '../../host/paths';
import { THEMES, themeStyle } from './themes';

const NONCE = 'c2VjcmV0';
const CODICONS = path.join(ROOT, 'node_modules/@vscode/codicons/dist');

/** What a page is opened with, and what its host answers. */
export interface PageOptions {
  /** Answers a request. */
  answer: (method: string, args: unknown) => unknown;
  strings: object;
  theme?: ThemeKind;
  width?: number;
  height?: number;
  /** Kept by VS Code from an earlier life of the page. */
  state?: unknown;
  /** Whether it may show images and play sound that it was given as bytes. */
  media?: true;
  /** Throws what the host should answer with; called before each request is answered. */
  refuse?: (method: string) => void;
}

/** A page under test, with all that its host was asked. */
export interface OpenPage<Event = unknown> {
  page: Page;
  requests: { method: string; args: unknown }[];
  /** Policy violations, uncaught errors and console errors. */
  problems: string[];
  send: (event: Event) => Promise<void>;
  /** What `setState` was last called with. */
  state: () => Promise<unknown>;
  close: () => Promise<void>;
}

export class PageHarness {
  private constructor(
    private readonly name: string,
    private readonly server: Server,
    private readonly browser: Browser,
    private boot: string,
  ) {}

  /** Bundles the page of this name and starts a browser. */
  static async start(name: string): Promise<PageHarness> {
    const files = await bundle(name);
    const served: { harness?: PageHarness } = {};
    const server = createServer((request, response) => {
      const file = (request.url ?? '/').split('?')[0] as string;
      const body = file === '/' ? served.harness?.boot : files.get(file);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': contentType(file) });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    served.harness = new PageHarness(name, server, await launchChromium(), '');
    return served.harness;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Opens the page; it is ready to be waited for. */
  async open<Event>(options: PageOptions): Promise<OpenPage<Event>> {
    const origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.boot = html(this.name, origin, options);
    const page = await this.browser.newPage({
      viewport: { width: options.width ?? 1200, height: options.height ?? 900 },
    });
    const opened = { page, requests: [] as OpenPage['requests'], problems: [] as string[] };
    page.on('pageerror', (error) => opened.problems.push(String(error.stack)));
    page.on('console', (message) => message.type() === 'error' && opened.problems.push(message.text()));
    await page.exposeFunction('toHost', (message: RequestMessage) => {
      opened.requests.push({ method: message.method, args: message.args });
      return reply(options, message);
    });
    await page.addInitScript({ content: bridge(options.state) });
    await page.goto(origin);
    return {
      ...opened,
      send: (event) => page.evaluate((data) => window.postMessage({ type: 'event', event: data }), event),
      state: () => page.evaluate(() => (globalThis as unknown as { keptState: unknown }).keptState),
      close: () => page.close(),
    };
  }
}

/** The same as `esbuild.mjs` makes. */
async function bundle(name: string): Promise<Map<string, Buffer | string>> {
  const { outputFiles } = await build({
    entryPoints: { [name]: path.join(ROOT, 'webview', name, 'main.tsx') },
    bundle: true,
    write: false,
    outdir: '/',
    logLevel: 'warning',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
  });
  const files = new Map<string, Buffer | string>();
  for (const file of outputFiles) files.set(`/${path.basename(file.path)}`, file.text);
  for (const icons of ['codicon.css', 'codicon.ttf'])
    files.set(`/${icons}`, await readFile(path.join(CODICONS, icons)));
  return files;
}

function html(name: string, origin: string, { strings, theme = 'dark', media }: PageOptions): string {
  const policy = `default-src 'none'; style-src ${origin} 'nonce-${NONCE}'; font-src ${origin}; script-src 'nonce-${NONCE}'${media === true ? '; img-src blob:; media-src blob:' : ''}`;
  const boot = JSON.stringify({ locale: 'en', strings }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${name}</title>
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta property="csp-nonce" content="${NONCE}">
  <style nonce="${NONCE}">html { ${themeStyle(theme)} }</style>
  <link rel="stylesheet" href="${origin}/codicon.css">
  <link rel="stylesheet" href="${origin}/${name}.css">
</head>
<body class="${THEMES[theme].bodyClass}" data-vscode-theme-kind="${THEMES[theme].bodyClass.split(' ')[0]}">
  <div id="root"></div>
  <script type="application/json" id="boot" nonce="${NONCE}">${boot}</script>
  <script nonce="${NONCE}" src="${origin}/${name}.js"></script>
</body>
</html>`;
}

/**
 * Runs in the page before anything else: VS Code's end of the channel. A text, since what the test's loader does to a
 * function does not work in the page. JSON between test and page has no typed arrays, and no NaN.
 */
function bridge(state: unknown): string {
  return `
    globalThis.keptState = ${JSON.stringify(state) ?? 'undefined'};
    const revived = (value) => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value.float64)) return Float64Array.from(value.float64, Number);
      if (Array.isArray(value.uint8)) return Uint8Array.from(value.uint8);
      for (const name of Object.keys(value)) value[name] = revived(value[name]);
      return value;
    };
    globalThis.acquireVsCodeApi = () => ({
      async postMessage(message) {
        const answer = await toHost(message);
        window.postMessage(revived(answer));
      },
      getState: () => keptState,
      setState: (value) => void (keptState = value),
    });
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile);
    });`;
}

async function reply(options: PageOptions, { id, method, args }: RequestMessage): Promise<unknown> {
  try {
    options.refuse?.(method);
    return { type: 'reply', id, ok: true, result: plain(await options.answer(method, args)) };
  } catch (error) {
    // What the host says of an error besides its message; one that was written for people unless it says otherwise.
    const { message, user = true, span } = error as Error & Partial<WireError>;
    return { type: 'reply', id, ok: false, error: { message, user, span } };
  }
}

/** Typed arrays as what JSON can carry; the bridge turns them back. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { uint8: [...value] };
  if (value instanceof Float64Array) return { float64: Array.from(value, String) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function contentType(name: string): string {
  const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.ttf': 'font/ttf' };
  return types[path.extname(name)] ?? 'text/html';
}
