import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually';
import { activateExtension, workspaceDir } from '../../extension';

async function lensesOf(file: string): Promise<vscode.CodeLens[]> {
  const { uri } = await vscode.workspace.openTextDocument(file);
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 10);
}

describe('lenses in one folder', () => {
  const script = (): string => path.join(workspaceDir(), 'train.py');
  before(activateExtension);

  it('stand above the main guard of a training script', async () => {
    const lenses = await eventually('lenses', async () => {
      const found = await lensesOf(script());
      return found.length > 0 ? found : undefined;
    });
    const guard = readFileSync(script(), 'utf8')
      .split('\n')
      .findIndex((line) => line.startsWith('if __name__'));
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.command]),
      [
        [guard, 'trialbook.trackFile'],
        [guard, 'trialbook.debugFile'],
        [guard, 'trialbook.trackFileWithArguments'],
        [guard, 'trialbook.selectInterpreter'],
      ],
    );
    assert.equal(lenses[0]?.command?.title, '$(play) Track this run');
  });

  it('are absent from files that are no training scripts', async () => {
    const test = path.join(workspaceDir(), 'test_training.py');
    await writeFile(test, readFileSync(script()));
    try {
      for (const file of [test, path.join(workspaceDir(), 'README.md'), path.join(workspaceDir(), 'penguins.csv')]) {
        assert.deepEqual(await lensesOf(file), [], file);
      }
    } finally {
      await rm(test);
    }
  });
});
