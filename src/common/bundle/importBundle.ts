/** Takes the runs of a bundle into a workspace. A bundle is hostile input: anybody may have made it. */
import { existsSync } from 'node:fs';
import { mkdir, rename, statfs } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunId } from '../../protocol/entities';
import { syncFolder } from '../atomicFile';
import { errorCode, errorMessage, UserError } from '../errors';
import { makeRunsFolder } from '../runsFolder';
import { objectPath, runDir, runsDir, trialbookDir } from '../workspaceFolder';
import { EntryNames, type EntryPlace } from './entryNames';
import type { JobOptions } from './exportBundle';
import { fileProblem, isAbort } from './fileTexts';
import { makeImportFolder, removeFolder, sweepImports } from './importFolder';
import { MANIFEST_ENTRY, noBundle, parseManifest, type BundledRun } from './manifest';
import { snapshotObjects } from './runContents';
import { writeRunEdits } from './runEdits';
import { verifyObject } from './objects';
import { hasSameContent } from './sameContent';
import { markUnfinished } from './unfinished';
import { damaged, ZipReader, type Entry, type EntryContent, type ZipLimits } from './zipReader';

export interface ImportLimits extends ZipLimits {
  /** Bytes of `bundle.json`. */
  manifestBytes: number;
}

const LIMITS: ImportLimits = {
  entries: 1_000_000,
  fileBytes: 2 ** 38, // 256 GiB
  totalBytes: 2 ** 41, // 2 TiB; the disk that it goes to is smaller
  manifestBytes: 64 * 2 ** 20,
};

export interface ImportOptions extends JobOptions {
  workspaceDir: string;
  file: string;
  limits?: Partial<ImportLimits>;
  /** Whose rules for names hold. */
  platform?: NodeJS.Platform;
}

export interface ImportOutcome {
  imported: RunId[];
  /** Runs that are here already with the same content. */
  present: BundledRun[];
  /** Runs that were not taken in, each with a sentence that says why. */
  refused: { id: RunId; name: string; reason: string }[];
}

/**
 * Unpacks and checks all of a bundle in a folder of its own, and only then moves its runs to the others, one by one: a
 * run is never there in part. One that is here already is never touched. Rejects, and changes nothing, with a
 * {@link UserError} when the bundle is not as it should be or the disk does not take it.
 */
export async function importBundle(options: ImportOptions): Promise<ImportOutcome> {
  const { workspaceDir, file } = options;
  const limits = { ...LIMITS, ...options.limits };
  try {
    const zip = await openZip(file, limits, options.signal);
    try {
      const plan = await readDirectory(zip, limits, options);
      makeRunsFolder(workspaceDir);
      await sweepImports(workspaceDir);
      await requireSpace(workspaceDir, plan.bytes);
      return await new Import(options, zip, plan).run();
    } finally {
      await zip.close();
    }
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new UserError(l10n.t('Nothing was imported: {0}', whyNot(error, workspaceDir)));
  }
}

async function openZip(file: string, limits: ImportLimits, signal: AbortSignal | undefined): Promise<ZipReader> {
  try {
    return await ZipReader.open(file, limits, signal);
  } catch (error) {
    throw new UserError(fileProblem(error, file));
  }
}

/** What the library says of a broken zip is no system error. */
function whyNot(error: unknown, workspaceDir: string): string {
  const isSystemError = /^E[A-Z0-9]+$/.test(errorCode(error) ?? '');
  if (error instanceof UserError || isSystemError) return fileProblem(error, trialbookDir(workspaceDir));
  return damaged(errorMessage(error)).message;
}

/** How a run of the bundle stands to this workspace. */
type RunState = 'new' | 'same' | 'differs';

interface Plan {
  runs: Map<RunId, BundledRun>;
  states: Map<RunId, RunState>;
  /** To unpack. */
  bytes: number;
}

/** Checks the whole directory before anything is unpacked. */
async function readDirectory(zip: ZipReader, limits: ImportLimits, options: ImportOptions): Promise<Plan> {
  const names = new EntryNames(options.platform ?? process.platform);
  const sizes = new Map<RunId | undefined, number>();
  let runs: Map<RunId, BundledRun> | undefined;
  await zip.forEach(async (entry, content) => {
    const place = names.add(entry.fileName);
    // The first one, so that nothing else is looked at in a zip of something else.
    if (runs === undefined && place?.kind !== 'manifest') throw noBundle();
    if (place === undefined) throw badName(entry.fileName);
    if (place.kind === 'manifest') runs = parseManifest(await content.text(limits.manifestBytes));
    else if (place.kind === 'run' && runs?.has(place.runId) !== true) throw badName(entry.fileName);
    const owner = place.kind === 'run' ? place.runId : undefined;
    sizes.set(owner, (sizes.get(owner) ?? 0) + entry.uncompressedSize);
  });
  if (runs === undefined) throw noBundle();
  const states = new Map<RunId, RunState>();
  let bytes = sizes.get(undefined) ?? 0;
  for (const runId of runs.keys()) {
    const size = sizes.get(runId);
    if (size === undefined) throw damaged(l10n.t('a run in {0} has no files', MANIFEST_ENTRY));
    const isHere = existsSync(runDir(options.workspaceDir, runId));
    states.set(runId, isHere ? 'same' : 'new');
    if (!isHere) bytes += size;
  }
  return { runs, states, bytes };
}

async function requireSpace(workspaceDir: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(trialbookDir(workspaceDir));
  if (bytes > bavail * bsize) throw new UserError(l10n.t('The disk is full. Free some space.'));
}

function badName(name: string): UserError {
  return damaged(l10n.t('it must not hold {0}', JSON.stringify(name.slice(0, 100))));
}

/** One import that has passed the checks of its directory. */
class Import {
  private folder = '';
  private done = 0;
  private readonly madeFolders = new Set<string>();

  constructor(
    private readonly options: ImportOptions,
    private readonly zip: ZipReader,
    private readonly plan: Plan,
  ) {}

  async run(): Promise<ImportOutcome> {
    this.folder = await makeImportFolder(this.options.workspaceDir);
    try {
      await this.unpack();
      for (const [runId, { edits }] of this.newRuns()) {
        const folder = this.unpackedRun(runId);
        await markUnfinished(folder, runId);
        if (edits.length > 0) await writeRunEdits(folder, edits);
      }
      this.options.signal?.throwIfAborted();
      return await this.place();
    } finally {
      await removeFolder(this.folder);
    }
  }

  private newRuns(): [RunId, BundledRun][] {
    return [...this.plan.runs].filter(([runId]) => this.plan.states.get(runId) === 'new');
  }

  private unpackedRun(runId: RunId): string {
    return path.join(this.folder, 'runs', runId);
  }

  private unpackedObject(digest: string): string {
    return path.join(this.folder, 'objects', digest.slice(0, 2), digest.slice(2));
  }

  /** The file may have changed since its directory was read, so every name is checked again. */
  private async unpack(): Promise<void> {
    const { platform = process.platform, onProgress } = this.options;
    const names = new EntryNames(platform);
    await this.zip.forEach(async (entry, content) => {
      const place = names.add(entry.fileName);
      if (place === undefined) throw badName(entry.fileName);
      await this.unpackEntry(place, entry, content);
      this.done += entry.uncompressedSize;
      onProgress?.(Math.min(this.done, this.plan.bytes), this.plan.bytes);
    });
  }

  private async unpackEntry(place: EntryPlace, entry: Entry, content: EntryContent): Promise<void> {
    if (place.kind === 'object') return this.unpackObject(place.digest, content);
    if (place.kind !== 'run') return;
    const { runId } = place;
    const state = this.plan.states.get(runId);
    if (state === undefined) throw badName(entry.fileName);
    if (state === 'new') return this.unpackTo(path.join(this.unpackedRun(runId), place.path), content);
    const here = path.join(runDir(this.options.workspaceDir, runId), place.path);
    if (state === 'same' && !(await hasSameContent(here, entry.uncompressedSize, content))) {
      this.plan.states.set(runId, 'differs');
    }
  }

  private async unpackObject(digest: string, content: EntryContent): Promise<void> {
    if (existsSync(objectPath(this.options.workspaceDir, digest))) return;
    const file = this.unpackedObject(digest);
    await this.unpackTo(file, content);
    if (!(await verifyObject(file, digest))) throw damaged(l10n.t('a file of a snapshot is not what its name says'));
  }

  private async unpackTo(file: string, content: EntryContent): Promise<void> {
    const folder = path.dirname(file);
    if (!this.madeFolders.has(folder)) await mkdir(folder, { recursive: true });
    this.madeFolders.add(folder);
    await content.unpack(file);
  }

  /** From the first rename on nothing is undone any more: what cannot be placed is told. */
  private async place(): Promise<ImportOutcome> {
    const outcome: ImportOutcome = { imported: [], present: [], refused: [] };
    for (const [runId, run] of this.plan.runs) {
      const state = this.plan.states.get(runId);
      const reason = state === 'new' ? await this.placeRun(runId) : undefined;
      if (state === 'same') outcome.present.push(run);
      else if (state === 'differs') outcome.refused.push({ ...named(run), reason: differsText() });
      else if (reason !== undefined) outcome.refused.push({ ...named(run), reason });
      else outcome.imported.push(runId);
    }
    await syncFolder(runsDir(this.options.workspaceDir)).catch(() => undefined);
    return outcome;
  }

  /** Why it could not be done, if it could not. */
  private async placeRun(runId: RunId): Promise<string | undefined> {
    const { workspaceDir } = this.options;
    const from = this.unpackedRun(runId);
    const to = runDir(workspaceDir, runId);
    try {
      // First, so that no run is ever there without them.
      for (const digest of await snapshotObjects(from)) await this.placeObject(digest);
      if (existsSync(to)) return differsText();
      await rename(from, to);
      return undefined;
    } catch (error) {
      return fileProblem(error, to);
    }
  }

  private async placeObject(digest: string): Promise<void> {
    const [from, to] = [this.unpackedObject(digest), objectPath(this.options.workspaceDir, digest)];
    if (existsSync(to) || !existsSync(from)) return;
    await mkdir(path.dirname(to), { recursive: true });
    await rename(from, to);
  }
}

function named({ id, name }: BundledRun): { id: RunId; name: string } {
  return { id, name };
}

function differsText(): string {
  return l10n.t('It is here already, with another content.');
}
