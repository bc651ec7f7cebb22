/** The little of `node:timers/promises` that long work needs, for a browser: esbuild puts it in its place. */

/** Lets the browser draw and hear before work goes on. */
export function setImmediate(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
