import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands } from '../platform/commands';
import { NodeTree } from '../platform/tree';
import { createTreeView } from '../platform/views';
import type { StoreRegistry } from '../store/registry';
import { DatasetNode } from './datasetsTree';

/** The Datasets view: what runs read, by content. */
export function registerDatasets(stores: StoreRegistry, commands: Commands): Disposable {
  const disposables = new DisposableStore();
  const tree = disposables.add(
    new NodeTree(async (folder, parent) => {
      const datasets = await stores.get(folder).request('listDatasets', {});
      return datasets.map((dataset) => new DatasetNode(folder, dataset, parent));
    }),
  );
  const view = disposables.add(createTreeView('trialbook.datasets', tree));
  disposables.add(
    stores.onEvent(({ event }) => {
      if (event.kind === 'changed' && event.datasets) tree.refresh();
    }),
  );
  disposables.add(
    commands.register('trialbook.revealDataset', async (folder, name) => {
      const node = await tree.find(folder, (one) => one instanceof DatasetNode && one.dataset.name === name);
      if (node !== undefined) await view.reveal(node, { select: true, focus: true, expand: true });
    }),
  );
  return disposables;
}
