/** What VS Code gives a page; see the webview guide of its API. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  /** Kept while the page is hidden, and handed to the host when a window is restored. */
  setState(state: unknown): void;
}

declare global {
  /** May be called once a page. */
  function acquireVsCodeApi(): VsCodeApi;
}
