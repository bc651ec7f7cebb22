import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { runDir } from '../common/workspaceFolder';
import type { Artifact } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import { RUN_PAGE_QUESTIONS, type RunPageApi } from '../protocol/runPage';
import type { StoreApi } from '../protocol/storeApi';
import { executeCommand, type KeptCopy, type RunTarget } from '../platform/commands';
import { saveChart } from '../platform/saveChart';
import type { StoreClient } from '../store/client';
import { findFiles, openPlace } from './filePlaces';

type Questions = Pick<Handlers<StoreApi>, (typeof RUN_PAGE_QUESTIONS)[number]>;

/** Answers the page of a run. `store` gives its store, `named` hears the name that the page shows. */
export function runPageHandlers(
  run: RunTarget,
  store: () => StoreClient,
  named: (name: string) => void,
): Handlers<RunPageApi> {
  const { folder, runId } = run;
  return {
    ...questions(store),
    ready: () => ({ folder, runId }),
    shows: ({ name }) => named(name),
    act: async ({ action }) => void (await executeCommand(`trialbook.${action}`, run)),
    compare: async ({ others }) => {
      const all = [run, ...others.map((other) => ({ folder, runId: other }))];
      await executeCommand('trialbook.compareRuns', run, all);
    },
    findFiles: async ({ files }) => findFiles(files, await roots(run, store())),
    openPlace: async (place) => openPlace(place, await roots(run, store())),
    openRun: async (other) => void (await executeCommand('trialbook.openRun', { folder, runId: other.runId })),
    openChanges: async ({ base }) => {
      await executeCommand('trialbook.showChanges', run, { folder, runId: base });
    },
    openCode: async ({ path: file, how }) => {
      const target = { ...run, path: file };
      if (how === 'open') await executeCommand('trialbook.openSnapshotFile', target);
      else if (how === 'diffWithWorkspace') await executeCommand('trialbook.diffFileWithWorkspace', target);
      else await executeCommand('trialbook.diffFileWithPrevious', target);
    },
    openArtifact: async ({ path: file }) => {
      const detail = await store().request('getRun', { runId });
      const artifact = detail?.artifacts.find((one) => one.path === file);
      if (artifact === undefined) throw new UserError(vscode.l10n.t('{0} is no longer in the workspace.', file));
      await executeCommand('trialbook.openArtifact', folder, file, copyOf(run, artifact));
    },
    revealDataset: async ({ name }) => void (await executeCommand('trialbook.revealDataset', folder, name)),
    revealModel: async ({ name }) => void (await executeCommand('trialbook.revealModel', folder, name)),
    saveChart: ({ name, format, content }) => saveChart(folder, name, format, content),
    copyText: async ({ text }) => vscode.env.clipboard.writeText(text),
  };
}

/** Hands the questions on. The store's types are those of the page. */
function questions(store: () => StoreClient): Questions {
  const handlers = RUN_PAGE_QUESTIONS.map((method) => [method, (args: never) => store().request(method, args)]);
  return Object.fromEntries(handlers) as Questions;
}

/** The folders that a path of the run's output may be relative to. */
async function roots({ folder, runId }: RunTarget, store: StoreClient): Promise<string[]> {
  const detail = await store.request('getRun', { runId });
  return [...(detail === null ? [] : [path.resolve(folder, detail.cwd)]), folder];
}

function copyOf({ folder, runId }: RunTarget, { copy, digest }: Artifact): KeptCopy | undefined {
  return copy === null ? undefined : { file: path.join(runDir(folder, runId), copy), digest };
}
