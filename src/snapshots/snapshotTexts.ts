/** What the editor says of snapshots and of what differs between them. */
import * as vscode from 'vscode';
import type { GitState, SnapshotEnvironment } from '../protocol/snapshotManifest';
import type { SnapshotDiff, SnapshotFacts, UncomparedFile } from '../protocol/snapshotsApi';
import { formatBytes } from '../protocol/units';

/** Files that a message names; it tells how many more there are. */
const NAMED = 5;

export function reasonText(reason: UncomparedFile['reason']): string {
  switch (reason) {
    case 'ignored':
      return vscode.l10n.t('ignored by git or the settings');
    case 'secret':
      return vscode.l10n.t('may hold secrets');
    case 'too-large':
      return vscode.l10n.t('too large');
    case 'too-many':
      return vscode.l10n.t('beyond what a snapshot holds');
    case 'link':
      return vscode.l10n.t('a link');
    case 'unreadable':
      return vscode.l10n.t('could not be read');
    case 'missing':
      return vscode.l10n.t('its content is gone');
    case 'damaged':
      return vscode.l10n.t('its content is damaged');
  }
}

/** `3 of 42 files ran`, or how many there are where that is not known. */
export function countText({ files, used }: SnapshotFacts): string {
  if (used !== null) return vscode.l10n.t('{0} of {1} files ran', used, files);
  return filesText(files);
}

export function filesText(files: number): string {
  return files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
}

/** `1a2b3c4 · with uncommitted changes`. */
export function gitText({ commit, dirty }: GitState): string {
  const at = commit === null ? vscode.l10n.t('no commit yet') : commit.slice(0, 7);
  return dirty ? vscode.l10n.t('{0} · with uncommitted changes', at) : at;
}

/** One fact a line. */
export function environmentText(environment: SnapshotEnvironment): string {
  const { platform, arch, release, host, cpus, cpuModel, memory, gpus, driver, interpreter, variables } = environment;
  return [
    `${platform} ${arch} ${release}`,
    vscode.l10n.t('host {0}', host),
    `${cpus} × ${cpuModel}`,
    vscode.l10n.t('memory {0}', formatBytes(memory)),
    ...(gpus ?? []).map((gpu) => gpu.name + (gpu.memory === null ? '' : ` (${formatBytes(gpu.memory)})`)),
    ...(driver === null ? [] : [vscode.l10n.t('driver {0}', driver)]),
    ...(interpreter === null ? [] : [interpreter]),
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
  ].join('\n');
}

/** What a comparison cannot show as text: other permissions, files without content, files that changed at the start. */
export function remarksOf({ files, uncompared, uncertain }: SnapshotDiff): string[] {
  const modes = files.filter(({ change }) => change === 'mode').map(({ path }) => path);
  const left = uncompared.map(({ path, reason }) => `${path} (${reasonText(reason)})`);
  return [
    ...(modes.length === 0 ? [] : [vscode.l10n.t('Other permissions: {0}.', listText(modes))]),
    ...(left.length === 0 ? [] : [vscode.l10n.t('Not compared: {0}.', listText(left))]),
    ...(uncertain.length === 0
      ? []
      : [vscode.l10n.t('May have been different when they ran: {0}.', listText(uncertain))]),
  ];
}

/** The first of some names, and how many more there are. */
export function listText(names: readonly string[]): string {
  const listed = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? vscode.l10n.t('{0} and {1} more', listed, names.length - NAMED) : listed;
}
