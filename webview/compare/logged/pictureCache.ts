/** A picture under an address of the page's own. */
export type Picture = { kind: 'shown'; url: string } | { kind: 'gone' } | { kind: 'tooLarge'; size: number };

/** What is read of a picture at most, bytes. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Pictures that are kept, so that a slider moved back shows them at once. */
const MOST_KEPT = 60;

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

type Read = (runId: string, path: string, limit: number) => Promise<{ bytes: Uint8Array; size: number } | null>;

interface Kept {
  loading: Promise<Picture>;
  /** Absent while it is loaded. */
  loaded?: Picture;
}

/** Pictures that were read. Of those that nobody shows the one that was asked for longest ago goes first. */
export class PictureCache {
  private readonly kept = new Map<string, Kept>();
  /** How many show a picture. */
  private readonly users = new Map<string, number>();

  constructor(private readonly read: Read) {}

  /** `at`: when it was logged, which tells it from one before under the same path. Rejects when the host cannot answer. */
  get(runId: string, path: string, at: number): Promise<Picture> {
    const id = idOf(runId, path, at);
    const known = this.kept.get(id);
    const kept = known ?? { loading: this.load(runId, path) };
    this.kept.delete(id);
    this.kept.set(id, kept);
    if (known === undefined) void this.settle(id, kept);
    return kept.loading;
  }

  /** Keeps the address of a picture, once it has one, until what is returned is called. */
  hold(runId: string, path: string, at: number): () => void {
    const id = idOf(runId, path, at);
    const count = (by: number): void => void this.users.set(id, (this.users.get(id) ?? 0) + by);
    count(1);
    return () => {
      count(-1);
      if (this.users.get(id) === 0) this.users.delete(id);
      this.forgetUnused();
    };
  }

  private async settle(id: string, kept: Kept): Promise<void> {
    try {
      kept.loaded = await kept.loading;
      this.forgetUnused();
    } catch {
      // Who asked is told; asked for again, it is read again.
      this.kept.delete(id);
    }
  }

  private async load(runId: string, path: string): Promise<Picture> {
    const found = await this.read(runId, path, MOST_BYTES);
    if (found === null) return { kind: 'gone' };
    if (found.size > found.bytes.length) return { kind: 'tooLarge', size: found.size };
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'image/png';
    // In an `img` scripts of an SVG do not run.
    return { kind: 'shown', url: URL.createObjectURL(new Blob([found.bytes as Uint8Array<ArrayBuffer>], { type })) };
  }

  private forgetUnused(): void {
    for (const [id, { loaded }] of this.kept) {
      if (this.kept.size <= MOST_KEPT) return;
      if (loaded === undefined || this.users.has(id)) continue;
      this.kept.delete(id);
      if (loaded.kind === 'shown') URL.revokeObjectURL(loaded.url);
    }
  }
}

function idOf(runId: string, path: string, at: number): string {
  return `${runId} ${at} ${path}`;
}
