/** Finds runs that wait, by the words of a command line. */
import { listWaiting } from '../../common/queue/queueFiles';
import { listPlace } from '../../common/queue/queueReading';
import type { ListedEntry } from '../../protocol/queue';

/** The run that waits and that an id, the unique beginning of an id, or a name means; `undefined` without one. */
export async function searchWaiting(workspace: string, wanted: string): Promise<ListedEntry | undefined> {
  const places = await listWaiting(workspace);
  const byId = places.filter(({ id }) => wanted !== '' && id.startsWith(wanted.toUpperCase()));
  const [place] = byId;
  if (byId.length === 1 && place !== undefined) return listPlace(workspace, place);
  const named: ListedEntry[] = [];
  for (const place of places) {
    const entry = await listPlace(workspace, place);
    if (entry?.name === wanted) named.push(entry);
  }
  return named.length === 1 ? named[0] : undefined;
}
