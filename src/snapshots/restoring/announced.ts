import type * as vscode from 'vscode';

const KEY = 'trialbook.announced';
/** More tasks than a window takes up again after a reload. */
const MOST = 100;

/** Which ends were told: after a reload the editor does ended tasks again, which then find that nothing is left to do. */
export class Announced {
  constructor(private readonly state: vscode.Memento) {}

  /** Notes a task's id; whether it is the first time. */
  async isFirst(id: string): Promise<boolean> {
    const told = this.state.get<string[]>(KEY, []);
    if (told.includes(id)) return false;
    await this.state.update(KEY, [...told, id].slice(-MOST));
    return true;
  }
}
