/** What a person does in VS Code's window, in the words of a person. Every method waits for what it needs. */
import type { Frame, Locator, Page } from 'playwright-core';
import type { Host } from '../host/host';
import type { Settings, Theme } from '../host/settings';
import { appears, exactly } from './locators';
import { TerminalPanel } from './terminalPanel';
import { isWebview } from './webview';

/** An extension's first answer may take this long on a busy machine with two cores, ms. */
const PATIENCE = 45_000;
/** A toast stays in sight for at least 10 s. */
const TOAST_PATIENCE = 20_000;
/** Commands and files are listed within this time, ms. */
const LISTED_MS = 10_000;

/** What VS Code's theme picker calls a theme, and the class that the window then has. */
const THEME_LABELS: Record<Theme, { label: string; mark: string }> = {
  'Default Dark Modern': { label: 'Dark Modern', mark: 'dark_modern' },
  'Default Light Modern': { label: 'Light Modern', mark: 'light_modern' },
  'Default High Contrast': { label: 'Dark High Contrast', mark: 'hc_black' },
  'Default High Contrast Light': { label: 'Light High Contrast', mark: 'hc_light' },
};

/** A row of a tree view as one reads it. */
export interface TreeRow {
  label: string;
  /** The fainter text behind the label. */
  description: string;
  /** The icon's name without `codicon-`, empty where the row has none. */
  icon: string;
}

export class Workbench {
  readonly terminal: TerminalPanel;

  constructor(
    readonly page: Page,
    private readonly host: Host,
  ) {
    page.setDefaultTimeout(PATIENCE);
    this.terminal = new TerminalPanel(page, this);
  }

  /** Waits for the first paint. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  }

  /** Opens another folder in the same window. */
  async openFolder(folder: string): Promise<void> {
    await this.page.goto(this.host.url(folder));
    await this.ready();
  }

  /** Loads the window again, as Developer: Reload Window does. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Runs a command by its whole name in the palette, such as `Trialbook: Track This Run`. */
  async runCommand(name: string): Promise<void> {
    await this.chooseInQuickOpen(`>${name}`, name);
  }

  /** Opens a file of the workspace by its name, at a line when given. */
  async openFile(name: string, line?: number): Promise<void> {
    await this.chooseInQuickOpen(line === undefined ? name : `${name}:${line}`, name);
    await this.tab(name).first().waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
    // The picker closes some time after its choice shows, and would take another box that opens meanwhile with it.
    await this.page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
  }

  /** The box that asks for a text or a choice. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input, .quick-input-widget:visible textarea').first();
  }

  /** A row of the open quick pick. */
  quickPick(label: string): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row', { hasText: label });
  }

  /** Replaces the text of the open input box and accepts it. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput();
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
    // A box that was just opened, or that still checks what was typed, may swallow the key.
    for (const deadline = Date.now() + PATIENCE; ;) {
      await this.page.waitForTimeout(500);
      const left = (await input.isVisible())
        ? await input.inputValue({ timeout: 500 }).catch(() => undefined)
        : undefined;
      if (left !== text) return;
      if (Date.now() > deadline) throw new Error(`The box that asks kept its answer: ${text}`);
      await input.press('Enter', { timeout: 500 }).catch(() => undefined);
    }
  }

  /** A CodeLens of the open editor by its text. */
  codeLens(text: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  /**
   * Brings the lenses of an open or closed script into sight. Lenses are drawn for lines in sight alone, and a script's
   * main guard is at its end; a window that was just opened asks for them when the editor is used.
   */
  async showLens(script: string): Promise<void> {
    await this.closePanel();
    await this.openFile(script);
    const lens = this.page.locator('.codelens-decoration a').first();
    for (const deadline = Date.now() + PATIENCE; ;) {
      await this.page.locator('.editor-instance .view-lines').first().click();
      await this.page.keyboard.press('Control+End');
      if (await appears(lens, 3000)) return;
      if (Date.now() > deadline) throw new Error(`No lens came into sight in ${script}.`);
    }
  }

  /** Shows the view container of this name. */
  async openContainer(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar [role="tab"]', { has: this.page.locator(`[aria-label^="${name}"]`) });
    const title = this.page.locator('.sidebar .composite.title', { hasText: name });
    await tab.waitFor();
    // A window that has just been reloaded opens its last container by itself, and a click on an open one closes it:
    // then the next one opens it again.
    for (const deadline = Date.now() + PATIENCE; !(await title.isVisible());) {
      if (Date.now() > deadline) throw new Error(`The view container ${name} did not open.`);
      await tab.click();
      await appears(title, 2000);
    }
  }

  /** A view of the open container. */
  view(name: string): Locator {
    // A view that describes itself behind its title says so to screen readers too.
    const labels = [`[aria-label="${name} Section"]`, `[aria-label^="${name} - "]`];
    const header = this.page.locator(labels.map((label) => `.pane-header${label}`).join(', '));
    return this.page.locator('.sidebar .pane').filter({ has: header });
  }

  /** The visible rows of a tree view. */
  treeRows(view: string): Locator {
    return this.view(view).locator('.monaco-list-row');
  }

  /** A row of a tree view by its label. */
  treeRow(view: string, label: string): Locator {
    return this.treeRows(view).filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) });
  }

  /** The rows in sight, from top to bottom. */
  async readTree(view: string): Promise<TreeRow[]> {
    const rows = await this.treeRows(view).evaluateAll((elements) =>
      elements
        .toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => ({
          label: row.querySelector('.label-name')?.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          icon:
            /codicon-([\w-]+)/.exec(row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '')?.[1] ?? '',
        })),
    );
    return rows.map((row) => ({ ...row, description: row.description.replaceAll('\u00a0', ' ') }));
  }

  /** Folds a tree row open or shut by its arrow, which selects nothing and runs no command. */
  async toggleRow(row: Locator): Promise<void> {
    await row.locator('.monaco-tl-twistie').click();
  }

  /** Closes the panel below the editor, if it is open. */
  async closePanel(): Promise<void> {
    if (!(await this.panel().isVisible())) return;
    await this.runCommand('View: Hide Panel');
    await this.panel().waitFor({ state: 'hidden' });
  }

  /** The panel below the editor, which holds the terminals. */
  panel(): Locator {
    return this.page.locator('.part.panel');
  }

  /** Opens the context menu of an element and chooses an item. */
  async chooseInContextMenu(target: Locator, item: string): Promise<void> {
    await target.click({ button: 'right' });
    await this.chooseInMenu(item);
  }

  /** Chooses an item of the menu that opens. */
  async chooseInMenu(item: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu').first();
    const entry = menu.locator('.action-item').getByText(item, { exact: true });
    await entry.waitFor();
    // A menu ignores clicks in its first 100 ms, so that the click which opened it chooses nothing.
    for (let attempt = 0; attempt < 10 && (await menu.isVisible()); attempt++) {
      await entry.click({ timeout: 1000 }).catch(() => undefined);
      await menu.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
    }
  }

  /** A notification that holds this text, once it is there; its buttons are found by {@link button}. */
  async notification(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.notification-list-item', { hasText: text }).first();
    // A window that runs an extension from its folder is a smoke test to VS Code, and shows no toasts by itself. Others
    // take their toasts away after a while.
    if (this.host.suppressesToasts || !(await appears(item, TOAST_PATIENCE))) {
      const center = this.page.locator('.notifications-center.visible');
      if (!(await center.isVisible())) await this.page.locator('#status\\.notifications').click();
    }
    await item.waitFor();
    return item;
  }

  /** A modal dialog. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** A button of a notification or dialog. */
  button(parent: Locator, name: string): Locator {
    return parent.locator('.monaco-button', { hasText: name });
  }

  /** The innermost document of the webview of this title. A page that is hidden and shown again has a new one. */
  async webviewFrame(title: string | RegExp): Promise<Frame> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) if (await isWebview(frame, title)) return frame;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview is titled ${String(title)}.`);
  }

  /** Chooses a theme as a person does: the server does not watch the user's settings. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, mark } = THEME_LABELS[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput().fill(label);
    await this.quickPick(label)
      .filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) })
      .click();
    await this.page.locator(`.monaco-workbench[class*="${mark}"]`).waitFor();
  }

  /** Replaces the user settings that the host was not started with, and loads the window again. */
  async reloadWithSettings(settings: Settings): Promise<void> {
    await this.host.writeSettings(settings);
    await this.reload();
  }

  /** A tab of the editor area. */
  tab(title: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  /**
   * The palette and the file picker are one box: a leading `>` makes the difference. It lists what the window knows when it
   * is opened; in one that is still starting it is opened again.
   */
  private async chooseInQuickOpen(text: string, label: string): Promise<void> {
    const row = this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) })
      .first();
    for (const deadline = Date.now() + PATIENCE; ;) {
      await this.page.keyboard.press('F1');
      // A terminal or page that was just opened takes the focus, and the box closes under what is typed.
      const isTyped = await this.quickInput()
        .fill(text, { timeout: LISTED_MS })
        .then(
          () => true,
          () => false,
        );
      if (isTyped && (await appears(row, LISTED_MS)) && (await isClicked(row))) return;
      if (Date.now() > deadline) throw new Error(`${label} is not offered.`);
      await this.page.keyboard.press('Escape');
    }
  }
}

/** Clicks an element; tells whether it stayed in sight so long. */
function isClicked(element: Locator): Promise<boolean> {
  return element.click({ timeout: LISTED_MS }).then(
    () => true,
    () => false,
  );
}
