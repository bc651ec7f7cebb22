import type { Locator } from 'playwright-core';
import { eventually } from './recorded';
import { argumentsInput } from './tracking';
import type { TreeRow, Workbench } from './workbench';

/** The Queue view of a window, whose runs of the example are told apart by their epochs. */
export class QueueView {
  constructor(private readonly workbench: Workbench) {}

  /** Waits until the rows are such. */
  waitFor(accept: (rows: TreeRow[]) => boolean): Promise<TreeRow[]> {
    return eventually(() => this.workbench.readTree('Queue'), accept);
  }

  /** Waits until runs of these epochs stand in the queue, in this order. */
  async waitForOrder(...epochs: number[]): Promise<void> {
    await this.waitFor((rows) => epochsOf(rows).join() === epochs.join());
  }

  rowOf(epochs: number): Locator {
    return this.workbench.treeRows('Queue').filter({ hasText: new RegExp(`--epochs ${epochs}\\b`) });
  }

  /** Presses a button that a row shows while the pointer is on it. */
  async pressOnRow(epochs: number, title: string): Promise<void> {
    await this.rowOf(epochs).hover();
    await this.rowOf(epochs).locator(`.action-label[aria-label^="${title}"]`).click();
  }

  async pressInTitle(title: string): Promise<void> {
    const header = this.workbench.view('Queue').locator('.pane-header');
    await header.hover();
    await header.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** Answers the question for arguments once it is there. */
  async answerArguments(args: string): Promise<void> {
    await argumentsInput(this.workbench).waitFor();
    await this.workbench.answer(args);
  }

  /** Queues the script of the open editor; waits for its row. */
  async add(epochs: number): Promise<void> {
    await this.workbench.runCommand('Trialbook: Queue This Run…');
    await this.answerArguments(`--epochs ${epochs}`);
    await this.rowOf(epochs).waitFor();
  }
}

/** The epochs of the rows, from the first to the last. */
function epochsOf(rows: readonly TreeRow[]): number[] {
  return rows.map(({ description }) => Number(/--epochs (\d+)/.exec(description)?.[1]));
}
