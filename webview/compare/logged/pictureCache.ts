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

/** Pictures that were read; the one that was asked for longest ago goes first. */
export class PictureCache {
  private readonly kept = new Map<string, Promise<Picture>>();

  constructor(private readonly read: Read) {}

  /** `at`: when it was logged, which tells it from one before under the same path. Rejects when the host cannot answer. */
  get(runId: string, path: string, at: number): Promise<Picture> {
    const id = `${runId} ${at} ${path}`;
    const known = this.kept.get(id);
    const picture = known ?? this.load(runId, path);
    this.kept.delete(id);
    this.kept.set(id, picture);
    if (known === undefined) picture.catch(() => this.kept.delete(id));
    this.forgetOldest();
    return picture;
  }

  private async load(runId: string, path: string): Promise<Picture> {
    const found = await this.read(runId, path, MOST_BYTES);
    if (found === null) return { kind: 'gone' };
    if (found.size > found.bytes.length) return { kind: 'tooLarge', size: found.size };
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'image/png';
    // In an `img` scripts of an SVG do not run.
    return { kind: 'shown', url: URL.createObjectURL(new Blob([found.bytes as Uint8Array<ArrayBuffer>], { type })) };
  }

  private forgetOldest(): void {
    const [oldest] = this.kept;
    if (this.kept.size <= MOST_KEPT || oldest === undefined) return;
    this.kept.delete(oldest[0]);
    void oldest[1].then((picture) => picture.kind === 'shown' && URL.revokeObjectURL(picture.url));
  }
}
