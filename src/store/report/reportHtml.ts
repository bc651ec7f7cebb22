/**
 * The one file that a report is: the comparison page as the editor shows it, what answers it in place of the extension
 * host, SQLite, and the runs. Whatever it needs stands inside, and its policy forbids it to load anything.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PageBoot, CompareStrings } from '../../protocol/pagesApi';
import type { ReportPage, ReportStart } from '../../protocol/reportApi';

const compress = promisify(gzip);

export interface ReportContent {
  page: ReportPage;
  start: ReportStart;
  /** A SQLite file. */
  database: Uint8Array;
}

/** The file as bytes. `programDir` holds the bundled pages and SQLite; rejects as `fs` does when they are not there. */
export async function reportHtml(programDir: string, { page, start, database }: ReportContent): Promise<Buffer> {
  const bundled = (name: string): Promise<string> => readFile(path.join(programDir, 'webview', name), 'utf8');
  const scripts = [await bundled('report.js'), await bundled('compare.js')];
  const styles = [await codicons(programDir), await bundled('compare.css'), await bundled('report.css')];
  const engine = await compress(await readFile(path.join(programDir, 'sql-wasm.wasm')), { level: 9 });
  const boot: PageBoot<CompareStrings> = { locale: page.locale, strings: page.strings };
  return Buffer.concat([
    text('<!DOCTYPE html>\n'),
    text(`<html lang="${inAttribute(page.locale)}">\n<head>\n<meta charset="utf-8">\n`),
    text(`<meta http-equiv="Content-Security-Policy" content="${policy(scripts, styles)}">\n`),
    text('<meta name="viewport" content="width=device-width, initial-scale=1">\n'),
    text(`<title>${inText(page.title)}</title>\n`),
    ...styles.map((style) => text(`<style>${style}</style>\n`)),
    text(`</head>\n<body>\n<noscript>${inText(page.strings.reportNeedsScripts)}</noscript>\n<div id="root"></div>\n`),
    data('boot', JSON.stringify(boot)),
    data('start', JSON.stringify(start)),
    // Before the runs: the page is there while they are still read, and can tell when the file was cut short.
    ...scripts.map((script) => text(`<script>${script}</script>\n`)),
    data('engine', engine.toString('base64')),
    data('database', (await compress(database)).toString('base64')),
    text('</body>\n</html>\n'),
  ]);
}

/** What is inside, named by its digests: nothing that a name or a value might smuggle in is run. */
function policy(scripts: readonly string[], styles: readonly string[]): string {
  const allowed = (texts: readonly string[]): string => texts.map((one) => `'sha256-${digest(one)}'`).join(' ');
  return [
    "default-src 'none'",
    // SQLite is WebAssembly.
    `script-src ${allowed(scripts)} 'wasm-unsafe-eval'`,
    // The toolkit of the page's controls puts an empty one there, and fills it by script.
    `style-src ${allowed([...styles, ''])}`,
    'font-src data:',
    'img-src blob:',
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function digest(content: string): string {
  return createHash('sha256').update(content).digest('base64');
}

/** Inside a script element only "<" can end it early; no base64 has one. */
function data(id: string, content: string): Buffer {
  return text(`<script type="application/json" id="${id}">${content.replaceAll('<', '\\u003c')}</script>\n`);
}

/** The icons' style with their font inside. */
async function codicons(programDir: string): Promise<string> {
  const folder = path.join(programDir, 'webview');
  const style = await readFile(path.join(folder, 'codicon.css'), 'utf8');
  const font = (await readFile(path.join(folder, 'codicon.ttf'))).toString('base64');
  return style.replace(/url\("[^"]*"\)/, `url("data:font/ttf;base64,${font}")`);
}

function inText(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function inAttribute(content: string): string {
  return inText(content).replaceAll('"', '&quot;');
}

function text(content: string): Buffer {
  return Buffer.from(content);
}
