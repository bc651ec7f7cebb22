import type * as vscode from 'vscode';

const KEY = 'trialbook.announced';
/** More tasks than a window takes up again after a reload. */
const MOST = 100;

/** Which ends were told: after a reload the editor would do ended tasks again as long as their terminals are there. */
export class Announced {
  constructor(private readonly state: vscode.Memento) {}

  has(id: string): boolean {
    return this.told().includes(id);
  }

  /** Notes a task's id; whether it is the first time. */
  async isFirst(id: string): Promise<boolean> {
    if (this.has(id)) return false;
    await this.state.update(KEY, [...this.told(), id].slice(-MOST));
    return true;
  }

  private told(): string[] {
    return this.state.get<string[]>(KEY, []);
  }
}
