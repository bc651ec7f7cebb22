/** What is needed to run a run again with other values. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runDir, SNAPSHOT_FILE } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import { argumentsAt } from '../../protocol/commandWords';
import type { RerunForm } from '../../protocol/rerunApi';
import { seedOption } from '../../protocol/rerunPlan';
import type { ScriptOption } from '../../protocol/scriptOptions';
import type { Database } from '../database/database';
import { getRun } from './runQueries';

/** Seeds that a form names at most. */
const MOST_SEEDS = 50;

/** How a run was called, and what its script can be called with; `null` when there is no such run. */
export function rerunForm(db: Database, workspaceDir: string, runId: RunId): RerunForm | null {
  const run = getRun(db, runId);
  if (run === null) return null;
  const { name, experiment, command, cwd, script, params } = run;
  const options = ownOptions(db, runId) ?? (script === null ? undefined : optionsOfScript(db, script)) ?? [];
  return {
    runId,
    name,
    experiment,
    command,
    argumentsAt: argumentsAt(command, script),
    cwd,
    script,
    options,
    params,
    seeds: seedsOfScript(db, script, options),
    hasSnapshot: existsSync(path.join(runDir(workspaceDir, runId), SNAPSHOT_FILE)),
  };
}

function ownOptions(db: Database, runId: RunId): ScriptOption[] | undefined {
  return decode(db.prepare<{ options: string | null }>('SELECT options FROM runs WHERE uid = ?').get(runId)?.options);
}

function optionsOfScript(db: Database, script: string): ScriptOption[] | undefined {
  const newest = db
    .prepare<{ options: string | null }>(
      `SELECT options FROM runs WHERE script = ? AND trashed_at IS NULL AND options IS NOT NULL
       ORDER BY uid DESC LIMIT 1`,
    )
    .get(script);
  return decode(newest?.options);
}

function decode(options: string | null | undefined): ScriptOption[] | undefined {
  return options === null || options === undefined ? undefined : (JSON.parse(options) as ScriptOption[]);
}

function seedsOfScript(db: Database, script: string | null, options: readonly ScriptOption[]): string[] {
  const seed = seedOption(options);
  if (seed === undefined || script === null) return [];
  return db
    .prepare<{ value: string | number }>(
      `SELECT DISTINCT p.value FROM runs r JOIN params p ON p.run = r.id AND p.key = ?
       WHERE r.script = ? AND r.trashed_at IS NULL AND p.type IN ('number', 'text') ORDER BY p.value LIMIT ${MOST_SEEDS}`,
    )
    .all(options[seed]!.key, script)
    .map(({ value }) => String(value));
}
