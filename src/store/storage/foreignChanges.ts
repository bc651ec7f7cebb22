import type { RunId } from '../../protocol/entities';
import { isChosenSince } from '../choices';
import type { Database } from '../database/database';
import { changedSince, currentRevision } from '../database/revisions';

/** What changed, our own changes among it. */
export interface ForeignChanged {
  runs: ForeignChange[];
  choices: boolean;
}

export interface ForeignChange {
  runId: RunId;
  /** Metric keys with new points. */
  keys: string[];
  removed: boolean;
}

/** Finds out what other processes wrote to a database that this one has open too. */
export class ForeignChanges {
  private version: number;
  private revision: number;

  constructor(private readonly db: Database) {
    this.version = db.foreignVersion();
    this.revision = currentRevision(db);
  }

  /** What changed since the last call; `undefined` as long as nobody else wrote. */
  take(): ForeignChanged | undefined {
    const version = this.db.foreignVersion();
    if (version === this.version) return undefined;
    this.version = version;
    const changes = { runs: changedSince(this.db, this.revision), choices: isChosenSince(this.db, this.revision) };
    this.revision = currentRevision(this.db);
    return changes;
  }
}
