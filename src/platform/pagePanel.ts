import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { onOneBuffer } from '../common/oneBuffer';
import { serve } from '../common/rpcChannel';
import type { PageBoot } from '../protocol/pagesApi';
import type { ApiShape, EventMessage, Handlers } from '../protocol/rpc';
import type { PageId } from './views';

/** What a page consists of, besides what it shows. */
export interface PageDefinition<S> {
  id: PageId;
  /** Name of the bundle in `dist/webview`, without its ending. */
  bundle: string;
  /** It shows images and plays sound, from what it was given as bytes. */
  media?: true;
  strings: S;
}

/** Where a page may load from: its own bundles, nothing remote. */
function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
}

/** A webview panel that speaks a typed protocol: the page's requests go to `handlers`, our events to the page. */
export class PagePanel<Api extends ApiShape, Event, S> implements Disposable {
  private readonly disposables = new DisposableStore();

  constructor(
    readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    definition: PageDefinition<S>,
    handlers: Handlers<Api>,
    onBug: (error: unknown) => void,
  ) {
    const { webview } = panel;
    webview.options = pageOptions(extensionUri);
    this.disposables.add(
      webview.onDidReceiveMessage(
        (message: unknown) =>
          void serve(handlers, message, (reply) => void webview.postMessage(onOneBuffer(reply)), onBug),
      ),
    );
    webview.html = pageHtml(panel, extensionUri, definition);
    panel.onDidDispose(() => this.dispose());
  }

  /** Tells the page something unasked. A hidden page, which is not running, misses it and asks anew when shown. */
  send(event: Event): void {
    const message: EventMessage<Event> = { type: 'event', event };
    void this.panel.webview.postMessage(onOneBuffer(message));
  }

  dispose(): void {
    this.disposables.dispose();
  }
}

function pageHtml<S>(
  { webview, title }: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  page: PageDefinition<S>,
): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extensionUri), name)).toString();
  const boot: PageBoot<S> = { locale: vscode.env.language, strings: page.strings };
  // Inside a script element only "<" can end it early.
  const bootJson = JSON.stringify(boot).replaceAll('<', '\\u003c');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    ...(page.media === true ? ['img-src blob:', 'media-src blob:'] : []),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
<link rel="stylesheet" href="${asset('codicon.css')}">
<link rel="stylesheet" href="${asset(`${page.bundle}.css`)}">
</head>
<body>
<div id="root"></div>
<script type="application/json" id="boot" nonce="${nonce}">${bootJson}</script>
<script nonce="${nonce}" src="${asset(`${page.bundle}.js`)}"></script>
</body>
</html>`;
}
