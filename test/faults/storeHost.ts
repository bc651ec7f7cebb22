/**
 * A process that hosts a store and edits runs until it is killed: `storeHost <workspace> <wasm> <engine> <n> <run>…`.
 * It names the runs in turn `edit-<n>`, counting on, and sends each name when the store says that it is durable.
 */
import type { StoreOptions } from '../../src/protocol/storeOptions';
import { StoreService } from '../../src/store/service';

export interface Acknowledged {
  runId: string;
  /** Number of the edit. */
  n: number;
}

/** What the process sends: that it starts, the edits that are durable, and what went wrong. */
export type HostMessage = 'starts' | Acknowledged | { error: string };

const [workspaceDir, wasmPath, engine, first, ...runIds] = process.argv.slice(2) as [
  string,
  string,
  NonNullable<StoreOptions['engine']>,
  string,
  ...string[],
];
const send = (message: HostMessage) => process.send!(message);

async function edit(): Promise<void> {
  const store = await StoreService.open({ workspaceDir, wasmPath, engine }, (event) => {
    if (event.kind === 'problem' && event.resolved !== true) send({ error: event.message });
  });
  await store.handlers.refresh({});
  for (let n = Number(first); ; n += 1) {
    const runId = runIds[n % runIds.length]!;
    await store.handlers.renameRun({ runId, name: `edit-${n}` });
    send({ runId, n });
    // Between edits it takes events in.
    await new Promise((resolve) => setTimeout(resolve, n % 7));
  }
}

send('starts');
edit().catch((error: unknown) =>
  send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
);
