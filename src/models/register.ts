import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands } from '../platform/commands';
import { NodeTree } from '../platform/tree';
import { createTreeView } from '../platform/views';
import type { StoreRegistry } from '../store/registry';
import { ModelNode } from './modelsTree';

/** The Models view: what runs wrote that holds a trained model, by content. */
export function registerModels(stores: StoreRegistry, commands: Commands): Disposable {
  const disposables = new DisposableStore();
  const tree = disposables.add(
    new NodeTree(async (folder, parent) => {
      const models = await stores.get(folder).request('listModels', {});
      return models.map((model) => new ModelNode(folder, model, parent));
    }),
  );
  const view = disposables.add(createTreeView('trialbook.models', tree));
  disposables.add(
    stores.onEvent(({ event }) => {
      if (event.kind === 'changed' && event.models) tree.refresh();
    }),
  );
  disposables.add(
    commands.register('trialbook.revealModel', async (folder, name) => {
      const node = await tree.find(folder, (one) => one instanceof ModelNode && one.model.name === name);
      if (node !== undefined) await view.reveal(node, { select: true, focus: true, expand: true });
    }),
  );
  return disposables;
}
