import type { RunId } from '../../protocol/entities';
import { belowRoot, recordedRoot } from '../checkouts/recordedRoot';
import { readRunFacts } from '../differences/runFacts';

/** Files of a run that are known to have been used, relative with `/`: its script, and what it opened for reading. */
export async function usedPaths(workspace: string, id: RunId): Promise<Set<string>> {
  const facts = await readRunFacts(workspace, id);
  const root = recordedRoot(facts);
  const opened = facts.opens.filter(({ mode }) => mode === 'r').map((one) => belowRoot(root, workspace, one.path));
  return new Set([facts.details.script, ...opened].filter((one) => typeof one === 'string'));
}
