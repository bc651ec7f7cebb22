/** What a run was started with, in terms of another folder that holds its code. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { isSkippedPath } from '../../common/fileKinds';
import { REDACTED } from '../../protocol/redacted';
import { relativeToWorkspace } from '../../common/workspaceFolder';
import type { RunFacts } from '../differences/runFacts';
import { recordedVariables } from '../facts/environmentVariables';
import { recordedRoot } from './recordedRoot';

export interface ReplayedCommand {
  /** Program and arguments. */
  command: string[];
  /** Absolute path. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Names of the variables that were recorded. */
  variables: string[];
  /** What cannot be as it was, in sentences for people. */
  notes: string[];
}

/** Of a batch system's job: the next one has its own. */
const OF_A_JOB = /^SLURM_/;

/**
 * The recorded command with its folder and variables, so that it runs the code in `root`. Throws a {@link UserError} for
 * one that holds a masked secret.
 */
export function replayedCommand(facts: RunFacts, root: string, inherited: NodeJS.ProcessEnv): ReplayedCommand {
  const words = facts.run.command;
  refuseMasked(words);
  const notes: string[] = [];
  const before = recordedRoot(facts);
  const cwd = before === undefined ? facts.run.cwd : path.resolve(root, facts.run.cwd);
  if (before === undefined) notes.push(l10n.t('It works in {0}, outside of the workspace: so did the run.', cwd));
  const move = (word: string): string => moveWord(word, before, root, facts.snapshot.environment.cwd);
  const command = [programOf(facts, before, root, notes), ...words.slice(1).map(move)];
  return { command, cwd, notes, ...replayedVariables(facts, move, before, root, inherited, notes) };
}

function refuseMasked(words: readonly string[]): void {
  const at = words.findIndex((word) => word.includes(REDACTED));
  if (at < 0) return;
  const word = words[at] ?? '';
  const option = word === REDACTED ? (words[at - 1] ?? word) : word.replace(/=.*$/s, '');
  throw new UserError(
    l10n.t(
      'The value of {0} was masked as a secret when the run was recorded: it cannot be run again from here.',
      option,
    ),
  );
}

/** The program as it was found when the run was recorded; one that is code of the snapshot is taken from there. */
function programOf({ run, snapshot }: RunFacts, before: string | undefined, root: string, notes: string[]): string {
  const named = run.command[0] ?? '';
  const recorded = snapshot.environment.interpreter;
  if (recorded === null) return named;
  const moved = before === undefined ? recorded : movePath(recorded, before, root);
  if (existsSync(moved)) return moved;
  if (existsSync(recorded)) return recorded;
  notes.push(l10n.t('The program {0} is gone: {1} is used instead.', recorded, named));
  return named;
}

/** A word, or the value behind its `=`: a path below the code leads into the new folder, one out of it to where it led. */
function moveWord(word: string, before: string | undefined, root: string, cwd: string): string {
  const [, name = '', value = word] = /^(-{0,2}[\w.-]+=)(.*)$/s.exec(word) ?? [];
  const absolute = path.resolve(cwd, value);
  if (before === undefined) return word;
  if (!path.isAbsolute(value)) {
    const leadsOut = value.split(/[\\/]/).includes('..') && !isBelow(before, absolute) && existsSync(absolute);
    return leadsOut ? name + absolute : word;
  }
  return name + movePath(absolute, before, root);
}

/** Environments and packages inside of the workspace are no code of a snapshot: they stay where they are. */
function movePath(absolute: string, before: string, root: string): string {
  if (!isBelow(before, absolute)) return absolute;
  const relative = relativeToWorkspace(before, absolute) ?? '.';
  return isSkippedPath(relative) ? absolute : path.resolve(root, relative);
}

function isBelow(folder: string, file: string): boolean {
  return file === folder || relativeToWorkspace(folder, file) !== undefined;
}

function replayedVariables(
  facts: RunFacts,
  move: (word: string) => string,
  before: string | undefined,
  root: string,
  inherited: NodeJS.ProcessEnv,
  notes: string[],
): Pick<ReplayedCommand, 'env' | 'variables'> {
  const recorded = Object.entries(facts.snapshot.environment.variables).filter(([name]) => !OF_A_JOB.test(name));
  const env = { ...inherited };
  // What is set here and was not then changes a result as much as the reverse.
  for (const name of Object.keys(recordedVariables(inherited, []))) if (!OF_A_JOB.test(name)) delete env[name];
  for (const [name, value] of recorded) {
    if (!value.includes(REDACTED)) env[name] = value;
    else if (inherited[name] === undefined)
      notes.push(l10n.t('The variable {0} was masked and is not set here.', name));
    else env[name] = inherited[name];
  }
  const searched = searchPath(facts, move, before, root, env['PYTHONPATH']);
  if (searched !== '') env['PYTHONPATH'] = searched;
  return { env, variables: recorded.map(([name]) => name) };
}

/**
 * `PYTHONPATH` for the code in `root`. What an editable installation put on the search path lies in the workspace: without
 * this its code would be that of now.
 */
function searchPath(
  { searchPath: folders }: RunFacts,
  move: (word: string) => string,
  before: string | undefined,
  root: string,
  users: string | undefined,
): string {
  const named = (users ?? '').split(path.delimiter).filter((one) => one !== '');
  const moved = before === undefined ? [] : folders.map((folder) => movePath(folder, before, root));
  const inside = moved.filter((folder) => isBelow(root, folder) && existsSync(folder));
  return [...new Set([...named.map(move), ...inside])].join(path.delimiter);
}
