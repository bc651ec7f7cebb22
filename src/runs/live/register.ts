import { type Disposable, DisposableStore } from '../../common/disposables';
import type { Commands } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { StoreRegistry } from '../../store/registry';
import { DivergenceNotices } from './divergenceNotices';
import { type QueueOfRuns, showLiveMenu } from './liveMenu';
import { LiveRuns } from './liveRuns';
import { LiveStatusItem } from './statusItem';

/** The runs that train: the status bar's item, its menu, and word of those that diverge. */
export function registerLiveRuns(
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  queue: QueueOfRuns,
): Disposable {
  const disposables = new DisposableStore();
  const live = disposables.add(new LiveRuns(stores, errors));
  disposables.add(new LiveStatusItem(live, queue));
  disposables.add(new DivergenceNotices(live, stores, errors));
  disposables.add(commands.register('trialbook.showLiveRuns', () => showLiveMenu(live, queue)));
  return disposables;
}
