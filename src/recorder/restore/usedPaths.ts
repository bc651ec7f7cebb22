import type { RunId } from '../../protocol/entities';
import { belowRoot, recordedRoot } from '../checkouts/recordedRoot';
import { readRunFacts } from '../differences/runFacts';

/** Files of a run that are known to have been used, relative with `/`: its script, what it imported and read. */
export async function usedPaths(workspace: string, id: RunId): Promise<Set<string>> {
  const facts = await readRunFacts(workspace, id);
  const root = recordedRoot(facts);
  const marked = facts.snapshot.files.filter((file) => file.used === true).map((file) => file.path);
  const opened = facts.opens.filter(({ mode }) => mode === 'r').map((one) => belowRoot(root, workspace, one.path));
  return new Set([facts.details.script, ...marked, ...opened].filter((one) => typeof one === 'string'));
}
