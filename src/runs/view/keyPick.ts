import * as vscode from 'vscode';

/** A quick pick whose items can have a button each, and are read again for what is typed where they are too many. */
export async function pickItem<T extends vscode.QuickPickItem>(
  title: string,
  placeholder: string,
  load: (typed: string) => Promise<{ items: T[]; isWhole: boolean }>,
): Promise<{ item: T; button?: vscode.QuickInputButton } | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.busy = true;
  let isWhole = true;
  let latest = 0;
  const read = async (): Promise<void> => {
    const number = (latest += 1);
    const found = await load(pick.value);
    if (number !== latest) return;
    pick.items = found.items;
    pick.busy = false;
    isWhole = found.isWhole && pick.value === '';
  };
  const chosen = await new Promise<{ item: T; button?: vscode.QuickInputButton } | undefined>((resolve, reject) => {
    pick.onDidChangeValue(() => {
      if (!isWhole) read().catch(reject);
    });
    pick.onDidAccept(() => pick.activeItems[0] && resolve({ item: pick.activeItems[0] }));
    pick.onDidTriggerItemButton(({ item, button }) => resolve({ item, button }));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    read().catch(reject);
  });
  latest += 1;
  pick.dispose();
  return chosen;
}
