/** `bundle.json`, the first entry of a bundle. docs/storage.md describes the format to people. */
import * as l10n from '@vscode/l10n';
import { MAX_KEY_LENGTH } from '../../protocol/trainingEvents';
import type { RunId } from '../../protocol/entities';
import { UserError } from '../errors';
import { isRunId } from '../workspaceFolder';
import { parseRunEdits, type RunEdit } from './runEdits';

const BUNDLE_VERSION = 1;
export const MANIFEST_ENTRY = 'bundle.json';

/** A run of a bundle. */
export interface BundledRun {
  id: RunId;
  /** As people saw it when it was exported; for messages. */
  name: string;
  edits: RunEdit[];
}

/** Writes `bundle.json`; `product` is the version of Trialbook. */
export function formatManifest(runs: readonly BundledRun[], product: string): string {
  const head = { format: 'trialbook', version: BUNDLE_VERSION, product, createdAt: Date.now() };
  return `${JSON.stringify({ ...head, runs }, undefined, 1)}\n`;
}

/** The runs that `bundle.json` lists, by id. Throws a {@link UserError} that says what is wrong with it. */
export function parseManifest(text: string): Map<RunId, BundledRun> {
  const { format, version, runs } = asObject(text);
  if (format !== 'trialbook' || typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw noBundle();
  if (version > BUNDLE_VERSION) {
    throw new UserError(
      l10n.t('It was written by a newer version of Trialbook (format {0}). Update Trialbook first.', version),
    );
  }
  if (!Array.isArray(runs)) throw noBundle();
  const byId = new Map<RunId, BundledRun>();
  for (const one of runs as unknown[]) {
    const run = parseRun(one);
    if (run === undefined || byId.has(run.id)) throw noBundle();
    byId.set(run.id, run);
  }
  return byId;
}

/** What is said of a file that never was a bundle. */
export function noBundle(): UserError {
  return new UserError(l10n.t('It is no bundle of runs that Trialbook exported.'));
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw noBundle();
}

function parseRun(value: unknown): BundledRun | undefined {
  const { id, name, edits } = (value ?? {}) as Partial<BundledRun>;
  if (typeof id !== 'string' || !isRunId(id) || typeof name !== 'string' || name.length > MAX_KEY_LENGTH)
    return undefined;
  const parsed = parseRunEdits(edits);
  return parsed && { id, name, edits: parsed };
}
