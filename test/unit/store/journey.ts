/** Two workspaces, runs in the first, and a file between them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { objectPath, runDir } from '../../../src/common/workspaceFolder';
import type { ImportReport } from '../../../src/protocol/bundlesApi';
import { digestOf, Place } from '../common/bundle/support';
import { finishedRun, points, runIdOf, TestWorkspace, type OpenStore } from './helpers';
import { writeSnapshotText } from '../snapshotOnDisk';

export const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
export const EVENTS = 'events-1-1.jsonl';
const BYTES = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));

/** A folder's files, without those that belong to one workspace. */
export function portable(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const kept = files.filter((file) => !/(control\.jsonl|edits\.json)$/.test(file)).sort();
  return Object.fromEntries(kept.map((file) => [path.relative(dir, file), readFileSync(file, 'latin1')]));
}

/** Writes a file of a run folder. */
export function writeFile(workspace: TestWorkspace, runId: string, name: string, content: string | Buffer): void {
  const target = path.join(runDir(workspace.dir, runId), name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** Runs A and B in `from`, nothing in `to`, and the path of a bundle in `place`. */
export class Journey {
  readonly from = new TestWorkspace();
  readonly to = new TestWorkspace();
  readonly place = new Place();
  readonly file = path.join(this.place.outer, 'runs.trialbook.zip');

  constructor() {
    const { from } = this;
    from.append(A, finishedRun(A, 'first', [{ e: 'p', k: 'lr', v: 0.1 }, ...points('loss', [3, Number.NaN, 1])]));
    from.append(B, finishedRun(B, 'second', points('loss', [2])));
    writeFile(from, B, 'output.log', 'epoch 1\r\n\u00e9');
    writeFile(from, B, 'control.jsonl', '{"cmd":"stop","at":1}\n');
    writeFile(from, B, 'artifacts/deep/model.pt', BYTES);
    writeFile(from, B, 'empty', '');
    this.addSnapshot(B, ['print("b")', 'shared']);
    this.addSnapshot(A, ['shared']);
  }

  /** Exports runs, all by default, and gives the store that did it. */
  async exported(runIds?: string[]): Promise<OpenStore> {
    const store = await (await this.from.open()).refresh();
    await store.ask('exportRuns', { ...(runIds === undefined ? {} : { runIds }), file: this.file, job: 1 });
    return store;
  }

  imported(store: OpenStore, source = this.file): Promise<ImportReport> {
    return store.ask('importRuns', { file: source, job: 1 });
  }

  async dispose(): Promise<void> {
    await this.from.dispose();
    await this.to.dispose();
    this.place.dispose();
  }

  private addSnapshot(runId: string, contents: string[]): void {
    for (const content of contents) {
      const object = objectPath(this.from.dir, digestOf(content));
      mkdirSync(path.dirname(object), { recursive: true });
      writeFileSync(object, deflateSync(content));
    }
    const files = contents.map((content, i) => ({ path: `${i}.py`, object: digestOf(content) }));
    writeSnapshotText(runDir(this.from.dir, runId), JSON.stringify({ version: 1, files }));
  }
}
