import { readFile } from 'node:fs/promises';
import { putFile } from '../atomicFile';
import { snapshotCachePath } from '../workspaceFolder';
import { isSameFile } from './snapshotFile';
import type { FileStat, SeenFile } from './snapshotWalk';

/** The digest of a file's content, or that it held a secret. */
export type KnownContent = string | 'secret';

/** Size, inode, times of modification and change, what the content was; in this order to keep the file small. */
type Entry = [size: number, ino: number, mtimeMs: number, ctimeMs: number, content: KnownContent];

const VERSION = 1;

/**
 * Remembers what the files of a workspace held, so that a file which is as it was need not be read again: what git's
 * index does for git. Any number of recorders may use it at once, each reading and replacing it whole; one that is
 * missing or damaged is empty.
 */
export class SnapshotCache {
  private readonly next = new Map<string, Entry>();

  private constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly known: ReadonlyMap<string, Entry>,
  ) {}

  /** Reads the cache of a workspace. Never rejects. */
  static async read(workspaceDir: string): Promise<SnapshotCache> {
    const file = snapshotCachePath(workspaceDir);
    const text = await readFile(file, 'utf8').catch(() => '');
    return new SnapshotCache(file, text, parse(text));
  }

  /** What a file held when it last was as it is now. */
  find(file: SeenFile): KnownContent | undefined {
    const entry = this.known.get(file.path);
    if (entry === undefined) return undefined;
    const [size, ino, mtimeMs, ctimeMs, content] = entry;
    return isSameFile(file.stat, { ...file.stat, size, ino, mtimeMs, ctimeMs }) ? content : undefined;
  }

  /**
   * Remembers what a file held when it was as `stat` says. A file that changed at or after `since`, when the snapshot
   * began, may change again within the same tick of the file system's clock: it is not remembered ("racily clean" in git's
   * words).
   */
  remember(path: string, stat: FileStat, content: KnownContent, since: number): void {
    if (stat.mtimeMs >= since || stat.ctimeMs >= since) return;
    this.next.set(path, [stat.size, stat.ino, stat.mtimeMs, stat.ctimeMs, content]);
  }

  /** Writes what was remembered, unless that is what was read. Rejects as `fs` does. */
  async write(): Promise<void> {
    const text = JSON.stringify({ version: VERSION, files: Object.fromEntries(this.next) });
    if (text !== this.text) await putFile(this.file, text);
  }
}

function parse(text: string): Map<string, Entry> {
  try {
    const cache = JSON.parse(text) as { version?: unknown; files?: object } | null;
    if (cache?.version !== VERSION) return new Map();
    return new Map(Object.entries(cache.files ?? {}).filter((pair): pair is [string, Entry] => isEntry(pair[1])));
  } catch {
    return new Map();
  }
}

function isEntry(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const content: unknown = value[4];
  const isContent = typeof content === 'string' && /^(secret|[0-9a-f]{64})$/.test(content);
  return isContent && value.slice(0, 4).every((one) => typeof one === 'number');
}
