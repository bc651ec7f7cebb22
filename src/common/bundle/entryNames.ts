/** Names inside a bundle: what they may be, and where they lead. */
import type { RunId } from '../../protocol/entities';
import { isWindowsUnsafe, NameClaims } from '../nameChecks';
import { CONTROL_FILE, EDITS_FILE, isRunId } from '../workspaceFolder';
import { MANIFEST_ENTRY } from './manifest';

/** Where an entry belongs. `path` is relative to the run folder, with `/`. */
export type EntryPlace =
  | { kind: 'manifest' }
  | { kind: 'folder' }
  | { kind: 'run'; runId: RunId; path: string }
  | { kind: 'object'; digest: string };

const MAX_NAME_LENGTH = 1024;
/** Most file systems hold no longer name of a file, in bytes. */
const MAX_SEGMENT_BYTES = 255;
// oxlint-disable-next-line no-control-regex -- control characters are looked for, and what Windows takes for a separator
const UNSAFE = /[\u0000-\u001f\u007f\\]/;
/** Files of a run folder that speak to a recorder or to the store of this workspace. */
const NOT_CARRIED = new Set([CONTROL_FILE, EDITS_FILE]);

/** The names of one bundle, checked one after the other. */
export class EntryNames {
  private readonly claims = new NameClaims(true);

  constructor(private readonly platform: NodeJS.Platform) {}

  /** Where a name leads; `undefined` for one that must not be in a bundle, or that is in it already. */
  add(name: string): EntryPlace | undefined {
    const isFolder = name.endsWith('/');
    const segments = (isFolder ? name.slice(0, -1) : name).split('/');
    if (name.length > MAX_NAME_LENGTH || segments.some((segment) => this.isUnsafe(segment))) return undefined;
    const place = placeOf(segments, isFolder);
    return place !== undefined && this.claims.claim(segments, isFolder) ? place : undefined;
  }

  private isUnsafe(segment: string): boolean {
    if (segment === '' || segment === '.' || segment === '..' || UNSAFE.test(segment)) return true;
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return true;
    return this.platform === 'win32' && isWindowsUnsafe(segment);
  }
}

/** The entry of a file of a run folder. */
export function runEntry(runId: RunId, relative: string): string {
  return `runs/${runId}/${relative}`;
}

export function objectEntry(digest: string): string {
  return `objects/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

function placeOf(segments: readonly string[], isFolder: boolean): EntryPlace | undefined {
  const [root = '', first = '', second = ''] = segments;
  if (root === MANIFEST_ENTRY) return segments.length === 1 && !isFolder ? { kind: 'manifest' } : undefined;
  if (root === 'runs') return runPlace(segments, isFolder);
  if (root !== 'objects') return undefined;
  if (isFolder) return /^([0-9a-f]{2})?$/.test(first) && segments.length < 3 ? { kind: 'folder' } : undefined;
  const digest = first + second;
  return segments.length === 3 && first.length === 2 && /^[0-9a-f]{64}$/.test(digest)
    ? { kind: 'object', digest }
    : undefined;
}

function runPlace([, runId, ...inside]: readonly string[], isFolder: boolean): EntryPlace | undefined {
  if (runId === undefined) return isFolder ? { kind: 'folder' } : undefined;
  if (!isRunId(runId)) return undefined;
  if (isFolder) return { kind: 'folder' };
  const relative = inside.join('/');
  return relative === '' || NOT_CARRIED.has(relative.toLowerCase())
    ? undefined
    : { kind: 'run', runId, path: relative };
}
