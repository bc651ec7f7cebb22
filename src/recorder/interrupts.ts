/** A signal that Ctrl-C, or a request to end, aborts instead of ending this process. `work` must come to its end then. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupted = (): void => abort.abort();
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
