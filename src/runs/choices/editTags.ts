import * as vscode from 'vscode';
import { shownLabel, shownText } from '../../common/shownText';
import type { RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { StoreClient } from '../../store/client';
import type { StoreRegistry } from '../../store/registry';

interface TagItem extends vscode.QuickPickItem {
  /** The tag that is edited; `null` adds one. */
  tag: { key: string; value: string } | null;
}

/** Lets the user add, change and remove tags of a run until the list is dismissed. */
export async function editTags(
  stores: StoreRegistry,
  errors: ErrorBoundary,
  { folder, runId }: RunTarget,
): Promise<void> {
  const store = stores.get(folder);
  for (;;) {
    const run = await store.request('getRun', { runId });
    if (run === null) return;
    const step = await askTag(shownText(run.name), run.tags);
    if (step === undefined) return;
    const { tag, isRemoved } = step;
    if (isRemoved && tag !== null) {
      await store.request('setTag', { runId, key: tag.key, value: null });
      void errors.run('trialbook.editTags', () => offerUndo(store, runId, tag));
    } else if (tag === null) await addTag(store, runId);
    else await changeTag(store, runId, tag);
  }
}

async function askTag(
  name: string,
  tags: readonly { key: string; value: string }[],
): Promise<{ tag: TagItem['tag']; isRemoved: boolean } | undefined> {
  const remove = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Remove this tag') };
  const pick = vscode.window.createQuickPick<TagItem>();
  pick.title = vscode.l10n.t('Tags of {0}', name);
  pick.placeholder = vscode.l10n.t('Choose a tag to change it');
  pick.items = [
    { label: vscode.l10n.t('Add a tag…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true, tag: null },
    ...tags.map((tag) => ({
      label: shownLabel(tag.key),
      description: shownLabel(tag.value),
      iconPath: new vscode.ThemeIcon('tag'),
      buttons: [remove],
      tag,
    })),
  ];
  const chosen = await new Promise<{ tag: TagItem['tag']; isRemoved: boolean } | undefined>((resolve) => {
    pick.onDidAccept(() => pick.activeItems[0] && resolve({ tag: pick.activeItems[0].tag, isRemoved: false }));
    pick.onDidTriggerItemButton(({ item }) => resolve({ tag: item.tag, isRemoved: true }));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return chosen;
}

async function offerUndo(store: StoreClient, runId: string, tag: { key: string; value: string }): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  const text = vscode.l10n.t('The tag {0} was removed.', shownText(tag.key));
  if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
  await store.request('setTag', { runId, ...tag });
}

/** Asks for `key: value`; a word alone is a tag without a value. */
async function addTag(store: StoreClient, runId: string): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('New tag'),
    placeHolder: vscode.l10n.t('stage: final, or a word alone'),
    validateInput: (typed) => (splitTag(typed).key === '' ? vscode.l10n.t('A tag needs a name.') : undefined),
  });
  if (text !== undefined) await store.request('setTag', { runId, ...splitTag(text) });
}

async function changeTag(
  store: StoreClient,
  runId: string,
  { key, value }: { key: string; value: string },
): Promise<void> {
  const text = await vscode.window.showInputBox({ title: vscode.l10n.t('Value of {0}', shownText(key)), value });
  if (text !== undefined) await store.request('setTag', { runId, key, value: text });
}

function splitTag(text: string): { key: string; value: string } {
  const at = /[:=]/.exec(text)?.index ?? text.length;
  return { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}
