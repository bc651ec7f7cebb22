import type { Locator, Page } from 'playwright-core';
import { eventually } from './recorded';
import type { Workbench } from './workbench';

/** The terminals in the panel of a workbench. */
export class TerminalPanel {
  constructor(
    private readonly page: Page,
    private readonly workbench: Workbench,
  ) {}

  /** The lines in sight of the terminal in front. */
  async text(): Promise<string> {
    const lines = await this.page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
    return lines
      .map((line) => line.replace(/\u00a0/g, ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Waits until the terminal in front shows a text. */
  async waitFor(text: string | RegExp): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm-rows').filter({ hasText: text }).waitFor();
  }

  /** Types a line into the terminal in front, once a shell is there. */
  async type(line: string): Promise<void> {
    // Each group of terminals has an active one, and one group is in sight.
    const screen = this.page
      .locator('.terminal-wrapper.active .xterm-screen:visible')
      .filter({ has: this.page.locator('.xterm-rows').filter({ hasText: /[$#%>]\s*$/m }) })
      .first();
    // Another terminal may come to the front meanwhile, as when a window takes up those of an earlier one.
    await eventually(
      () =>
        screen.click({ timeout: 2000 }).then(
          () => true,
          () => false,
        ),
      (clicked) => clicked,
    );
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  /** Presses keys in the terminal that shows a text. */
  async press(text: string | RegExp, keys: string): Promise<void> {
    await this.focus(text);
    await this.page.keyboard.press(keys);
  }

  /** Throws the terminal that shows a text away, with its process. */
  async kill(text: string | RegExp): Promise<void> {
    await this.focus(text);
    // The element itself: another terminal may come to the front.
    const terminal = await this.showing(text).elementHandle();
    await this.workbench.runCommand('Terminal: Kill the Active Terminal Instance');
    await terminal?.waitForElementState('hidden');
  }

  private async focus(text: string | RegExp): Promise<void> {
    // The second screen, if there is one, is the line of a command that sticks to the top.
    await this.showing(text).locator('.xterm-screen').first().click();
  }

  private showing(text: string | RegExp): Locator {
    return this.page.locator('.terminal-wrapper.active').filter({ hasText: text });
  }
}
