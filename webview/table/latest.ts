/** Asks for a run: one at a time, and once more when it was asked for meanwhile. `run` never rejects. */
export function latest(run: () => Promise<void>): () => void {
  let wanted = false;
  let running = false;
  const runAll = async (): Promise<void> => {
    running = true;
    while (wanted) {
      wanted = false;
      await run();
    }
    running = false;
  };
  return () => {
    wanted = true;
    if (!running) void runAll();
  };
}
