/** Compares the code of runs with each other and with the workspace. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { forEach } from '../../common/forEach';
import type { SnapshotManifest } from '../../protocol/snapshotManifest';
import type { ChangedFile, SnapshotDiff, SnapshotRef, UncomparedFile } from '../../protocol/snapshotsApi';
import { AT_ONCE, type CodeSide, type SideFile, snapshotSide, workspaceSide } from './codeSide';
import type { RunSnapshots } from './runSnapshots';

/** After so many ms of reading contents those of the rest count as sound: the person waits for the files. */
const CHECKING_MS = 300;

/** A path with what either side has of it. */
interface Pair {
  path: string;
  left: SideFile | undefined;
  right: SideFile | undefined;
}

/** What differs from left to right; with `used` only among the files that ran, where the runs compared know them. */
export async function diffSnapshots(
  snapshots: RunSnapshots,
  left: SnapshotRef,
  right: SnapshotRef,
  used: boolean,
): Promise<SnapshotDiff> {
  const manifests = (await Promise.all([left, right].map((ref) => manifestOf(snapshots, ref)))).filter(
    (one) => one !== undefined,
  );
  const onlyUsed = used && manifests.length > 0 && manifests.every(({ marked }) => marked === true);
  const ran = new Set(manifests.flatMap(({ files }) => files.filter((file) => file.used).map(({ path }) => path)));
  const [a, b] = await Promise.all([left, right].map((ref) => sideOf(snapshots, ref, ran, !onlyUsed)));
  const pairs = pairsOf(a!, b!);
  const uncompared = uncomparedFiles(a!, b!, pairs);
  const differing = pairs.filter((pair) => !uncompared.has(pair.path) && differs(pair));
  const shown = onlyUsed ? differing.filter(({ path }) => ran.has(path)) : differing;
  const files = await describe(shown, a!, b!, ran, uncompared);
  return {
    files: files.sort((x, y) => Number(y.used) - Number(x.used) || (x.path < y.path ? -1 : 1)),
    onlyUsed,
    // Of the workspace only what ran was looked at then.
    others: onlyUsed && manifests.length < 2 ? null : differing.length - shown.length,
    uncompared: [...uncompared]
      .filter(([path, reason]) => !onlyUsed || ran.has(path) || mayHaveRun(reason))
      .map(([path, reason]) => ({ path, reason }))
      .sort((x, y) => (x.path < y.path ? -1 : 1)),
    uncertain: pairs
      .filter((pair) => !differs(pair) && isUncertain(pair) && (!onlyUsed || ran.has(pair.path)))
      .map(({ path }) => path),
  };
}

async function manifestOf(snapshots: RunSnapshots, ref: SnapshotRef): Promise<SnapshotManifest | undefined> {
  if (!('runId' in ref)) return undefined;
  const manifest = await snapshots.find(ref.runId);
  if (manifest !== undefined) return manifest;
  throw new UserError(l10n.t('There is no code snapshot of this run: it could not be kept, or its folder is gone.'));
}

async function sideOf(
  snapshots: RunSnapshots,
  ref: SnapshotRef,
  ran: ReadonlySet<string>,
  all: boolean,
): Promise<CodeSide> {
  const manifest = await manifestOf(snapshots, ref);
  if (manifest === undefined) return workspaceSide(snapshots.workspaceDir, ran, all);
  return snapshotSide(snapshots.workspaceDir, manifest);
}

function pairsOf(left: CodeSide, right: CodeSide): Pair[] {
  const paths = new Set([...left.files.keys(), ...right.files.keys()]);
  return [...paths].sort().map((path) => ({ path, left: left.files.get(path), right: right.files.get(path) }));
}

/** Paths of which a side lacks the content, though it may be there. What is ignored on both sides is nobody's matter. */
function uncomparedFiles(
  left: CodeSide,
  right: CodeSide,
  pairs: readonly Pair[],
): Map<string, UncomparedFile['reason']> {
  const found = new Map<string, UncomparedFile['reason']>();
  for (const pair of pairs) {
    const lacks = pair.left === undefined ? left : pair.right === undefined ? right : undefined;
    const reason = lacks && leftOutReason(lacks, pair.path);
    if (reason !== undefined) found.set(pair.path, reason);
  }
  for (const side of [left, right]) {
    for (const [path, reason] of side.leftOut) if (reason !== 'ignored') found.set(path, reason);
  }
  return found;
}

/** Why a side left a file out: by its own name, or with a folder above it. */
function leftOutReason({ leftOut }: CodeSide, path: string): UncomparedFile['reason'] | undefined {
  for (let end = path.length; end >= 0; end = path.lastIndexOf('/', end - 2) + 1) {
    const reason = leftOut.get(path.slice(0, end));
    if (reason !== undefined) return reason;
    if (end === 0) return undefined;
  }
  return undefined;
}

/** What is ignored, or too much, would have been kept had it run. */
function mayHaveRun(reason: UncomparedFile['reason']): boolean {
  return reason !== 'ignored' && reason !== 'too-many';
}

function differs({ left, right }: Pair): boolean {
  return left?.object !== right?.object || (process.platform !== 'win32' && left?.mode !== right?.mode);
}

function isUncertain({ left, right }: Pair): boolean {
  return left?.uncertain === true || right?.uncertain === true;
}

/** Tells of each pair how it differs; those whose content is missing or damaged become uncompared. */
async function describe(
  pairs: readonly Pair[],
  a: CodeSide,
  b: CodeSide,
  ran: ReadonlySet<string>,
  uncompared: Map<string, UncomparedFile['reason']>,
): Promise<ChangedFile[]> {
  const files: ChangedFile[] = [];
  const end = performance.now() + CHECKING_MS;
  await forEach(pairs, AT_ONCE, async (pair) => {
    const change = changeOf(pair);
    const broken = change === 'mode' || performance.now() > end ? undefined : await brokenContent(pair, a, b);
    if (broken !== undefined) uncompared.set(pair.path, broken);
    else files.push({ path: pair.path, change, used: ran.has(pair.path), uncertain: isUncertain(pair) });
  });
  return files;
}

/** What is wrong with the content of either side, if anything. */
async function brokenContent(
  { left, right }: Pair,
  a: CodeSide,
  b: CodeSide,
): Promise<'missing' | 'damaged' | undefined> {
  const contents = await Promise.all([left && a.content(left), right && b.content(right)]);
  return contents.find((one) => typeof one === 'string');
}

function changeOf({ left, right }: Pair): ChangedFile['change'] {
  if (left === undefined) return 'added';
  if (right === undefined) return 'removed';
  return left.object === right.object ? 'mode' : 'changed';
}
