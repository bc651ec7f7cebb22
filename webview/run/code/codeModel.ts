import { signal } from '@preact/signals';
import type { SnapshotFile } from '../../../src/protocol/snapshotManifest';
import type { SnapshotFolder } from '../../../src/protocol/snapshotsApi';
import type { RunModel } from '../runModel';

/** Files of a folder that are read at once. */
const PAGE = 200;

/** The folders of the snapshot that were opened. */
export class CodeModel {
  /** By path, which ends in a slash and is empty for the topmost; `null` where there is no snapshot. */
  readonly folders = signal<ReadonlyMap<string, SnapshotFolder | null>>(new Map());
  readonly open = signal<ReadonlySet<string>>(new Set(['']));
  private used = true;

  constructor(private readonly model: RunModel) {}

  /** Shows only what ran, or everything. */
  async show(used: boolean): Promise<void> {
    if (this.used !== used) this.folders.value = new Map();
    this.used = used;
    await Promise.all([...this.open.value].map((folder) => this.read(folder)));
  }

  toggle(folder: string): void {
    const open = new Set(this.open.value);
    if (!open.delete(folder)) open.add(folder);
    this.open.value = open;
    if (open.has(folder)) void this.read(folder);
  }

  /** Reads the files of a folder that were left out at first. */
  async readMore(folder: string): Promise<void> {
    const known = this.folders.value.get(folder);
    if (known) await this.read(folder, known.files);
  }

  private async read(folder: string, before: readonly SnapshotFile[] = []): Promise<void> {
    const runId = this.model.runId.value;
    if (runId === undefined) return;
    const { used } = this;
    const query = { runId, folder, offset: before.length, limit: PAGE, ...(used ? { used } : {}) };
    await this.model.load(async () => {
      const found = await this.model.host.call('listSnapshotFolder', query);
      if (used !== this.used) return;
      const all = found && { ...found, files: [...before, ...found.files] };
      this.folders.value = new Map(this.folders.value).set(folder, all);
    });
  }
}
