import { setTimeout as delay } from 'node:timers/promises';
import type { ScriptRun } from '../protocol/scriptsApi';
import type { StoreRegistry } from '../store/registry';

/** How long lenses wait for a store, ms: one that opens reads all runs first, and a script can be started meanwhile. */
const PATIENCE_MS = 150;

/** The newest runs of scripts, as far as the stores tell them in time. */
export class ScriptRuns {
  private readonly known = new Map<string, { runs: ScriptRun[]; late: boolean }>();

  constructor(
    private readonly stores: StoreRegistry,
    /** Called when an answer has come that was too late for {@link newest}, which gives it next time. */
    private readonly onLate: () => void,
  ) {}

  /** Of a script by its path relative to the folder, newest first; none, or those of before, while the store is slow. */
  async newest(dir: string, script: string, limit: number): Promise<readonly ScriptRun[]> {
    const key = JSON.stringify([dir, script]);
    const known = this.known.get(key);
    if (known?.late === true) {
      known.late = false;
      return known.runs;
    }
    const asked = this.ask(dir, script, limit);
    const inTime = await Promise.race([asked, delay(PATIENCE_MS, undefined)]);
    if (inTime !== undefined) {
      this.known.set(key, { runs: inTime, late: false });
      return inTime;
    }
    void asked.then((runs) => {
      this.known.set(key, { runs, late: true });
      this.onLate();
    });
    return known?.runs ?? [];
  }

  /** A store that cannot answer says so itself. */
  private ask(dir: string, script: string, limit: number): Promise<ScriptRun[]> {
    return this.stores
      .get(dir)
      .request('scriptRuns', { script, limit })
      .catch(() => []);
  }
}
