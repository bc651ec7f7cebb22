/** Reads `snapshot.json.gz` of a run folder as the hostile input that it is: an imported run may hold anything. */
import type {
  GitState,
  LeftOutFile,
  LeftOutReason,
  SnapshotEnvironment,
  SnapshotFile,
  SnapshotManifest,
} from '../../protocol/snapshotManifest';
import { count, type Fields, isInside, oneOf, optional, text, texts } from '../eventFields';
import { readManifestJson } from './manifestJson';

const DIGEST = /^[0-9a-f]{64}$/;
const REASONS: readonly LeftOutReason[] = ['ignored', 'secret', 'too-large', 'too-many', 'link', 'unreadable'];

/** The snapshot of a run; `undefined` where there is none, or none that can be understood. Never rejects. */
export async function readManifest(runDir: string): Promise<SnapshotManifest | undefined> {
  try {
    return parseManifest(await readManifestJson(runDir));
  } catch {
    return undefined;
  }
}

function parseManifest(value: unknown): SnapshotManifest | undefined {
  const known = fields(value);
  if (known['version'] !== 1 || !Array.isArray(known['files'])) return undefined;
  const leftOut = list(known['leftOut']).flatMap(parseLeftOut);
  return {
    version: 1,
    createdAt: count(known['createdAt']) ?? 0,
    git: parseGit(known['git']),
    environment: parseEnvironment(fields(known['environment'])),
    files: list(known['files']).flatMap(parseFile),
    leftOut,
    ...optional('leftOutTotal', count(known['leftOutTotal'])),
    ...(known['marked'] === true ? { marked: true } : {}),
  };
}

function parseFile(value: unknown): SnapshotFile[] {
  const { path: name, mode, size, object, uncertain, used } = fields(value);
  if (!isPath(name) || typeof object !== 'string' || !DIGEST.test(object)) return [];
  return [
    {
      path: name,
      mode: (count(mode) ?? 0o644) & 0o7777,
      size: count(size) ?? 0,
      object,
      ...(uncertain === true ? { uncertain } : {}),
      ...(used === true ? { used } : {}),
    },
  ];
}

function parseLeftOut(value: unknown): LeftOutFile[] {
  const { path: name, reason } = fields(value);
  const known = oneOf(REASONS, reason);
  // The workspace folder itself has an empty path.
  return known !== undefined && (name === '' || isPath(name)) ? [{ path: name, reason: known }] : [];
}

function parseGit(value: unknown): GitState | null {
  if (typeof value !== 'object' || value === null) return null;
  const { commit, branch, dirty, remote } = fields(value);
  const orNull = (one: unknown): string | null => text(one) ?? null;
  return { commit: orNull(commit), branch: orNull(branch), dirty: dirty === true, remote: orNull(remote) };
}

function parseEnvironment(known: Fields): SnapshotEnvironment {
  const word = (name: string): string => text(known[name]) ?? '';
  const gpus = known['gpus'];
  return {
    platform: word('platform'),
    arch: word('arch'),
    release: word('release'),
    host: word('host'),
    user: text(known['user']) ?? null,
    cpus: count(known['cpus']) ?? 0,
    cpuModel: word('cpuModel'),
    memory: count(known['memory']) ?? 0,
    gpus: Array.isArray(gpus)
      ? gpus.map(fields).map(({ name, memory }) => ({ name: text(name) ?? '', memory: count(memory) ?? null }))
      : null,
    driver: text(known['driver']) ?? null,
    command: texts(known['command']) ?? [],
    cwd: word('cwd'),
    interpreter: text(known['interpreter']) ?? null,
    variables: Object.fromEntries(
      Object.entries(fields(known['variables'])).flatMap(([name, one]) =>
        typeof one === 'string' ? [[name, one]] : [],
      ),
    ),
  };
}

/** Below the workspace folder, with `/`: on Linux a name may hold a backslash, which elsewhere leads out of it. */
function isPath(value: unknown): value is string {
  if (typeof value !== 'string' || !isInside(value) || value.startsWith('/') || value.includes('\0')) return false;
  return process.platform !== 'win32' || !/[\\:]/.test(value);
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
