/** The shortest time between two reads, ms. */
const READ_INTERVAL = 500;
/** What takes long (thousands of metrics) is read less often: at most this part of the time goes into it. */
const READ_SHARE = 0.25;
/** But what is shown is never older than this, ms, and the time of a read. */
const LONGEST_INTERVAL = 2000;

/** How long to rest after a read, ms, that took so long: at least until `interval` has passed since it began. */
export function restAfter(took: number, interval: number): number {
  return Math.min(LONGEST_INTERVAL, Math.max(interval - took, took / READ_SHARE - took));
}

/** Asks for a read, soon: one at a time, and once more when it was asked for meanwhile. `read` never rejects. */
export function paced(read: () => Promise<void>): () => void {
  let wanted = false;
  let reading = false;
  const readAll = async (): Promise<void> => {
    reading = true;
    while (wanted) {
      wanted = false;
      const startedAt = performance.now();
      await read();
      await delay(restAfter(performance.now() - startedAt, READ_INTERVAL));
    }
    reading = false;
  };
  return () => {
    wanted = true;
    if (!reading) void readAll();
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
