import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import * as vscode from 'vscode';
import { objectPath, runDir, OUTPUT_LOG } from '../../../../src/common/workspaceFolder';
import { snapshotIn } from '../../../unit/snapshotOnDisk';
import { executeCommand } from '../../../../src/platform/commands';
import { eventually } from '../../eventually';
import { activateExtension, workspaceDir } from '../../extension';
import { finalStatus, newRuns, recordedCommand, scriptUri, track } from '../../runs';

async function lensesOf(file: string): Promise<vscode.CodeLens[]> {
  const { uri } = await vscode.workspace.openTextDocument(file);
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 20);
}

async function titlesOf(file: string): Promise<string[]> {
  return (await lensesOf(file)).map(({ command }) => command?.title ?? '');
}

/** Waits until the lenses above a file are such. */
function lensesBecome(file: string, accept: (titles: string[]) => boolean): Promise<string[]> {
  return eventually(`lenses of ${file}`, async () => {
    const titles = await titlesOf(file);
    if (accept(titles)) return titles;
    throw new Error(titles.join(' | '));
  });
}

async function setScripts(globs: string[] | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(workspaceDir()));
  await configuration.update('trialbook.trainingScripts', globs, vscode.ConfigurationTarget.Workspace);
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
      lenses.slice(0, 3).map(({ range, command }) => [range.start.line, command?.command]),
      [
        [guard, 'trialbook.trackFile'],
        [guard, 'trialbook.debugFile'],
        [guard, 'trialbook.trackFileWithArguments'],
      ],
    );
    assert.equal(lenses.at(-1)?.command?.command, 'trialbook.selectInterpreter');
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

  it('tell the state of a run that goes on, and then its result', async () => {
    const folder = workspaceDir();
    const file = path.join(folder, 'train_told.py');
    await writeFile(
      file,
      `import argparse, os, time
parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=40)
args = parser.parse_args()
import trialbook
for epoch in range(1, 4):
    trialbook.log({"accuracy": 0.9 + epoch / 100}, step=epoch)
    time.sleep(0.2)
while not os.path.exists("told"):
    time.sleep(0.05)
`,
    );
    const first = await track(folder, 'train_told.py');
    const live = await lensesBecome(file, (titles) => titles.some((title) => title.includes('epoch 3 of 40')));
    assert.match(
      live.slice(3, 5).join(' | '),
      /^\$\(debug-stop\) Stop \| running · epoch 3 of 40 · 0\.93 accuracy · \d+ s left$/,
    );
    await writeFile(path.join(folder, 'told'), '');
    assert.deepEqual((await lensesBecome(file, (titles) => titles[3] === '0.93 accuracy')).slice(3, -1), [
      '0.93 accuracy',
      'now',
    ]);
    const second = await track(folder, 'train_told.py');
    await finalStatus(folder, second);
    const titles = await lensesBecome(file, (all) => all.includes('compare last 2') && all[3] === '0.93 accuracy');
    assert.deepEqual(titles.slice(3, -1), ['0.93 accuracy', 'now', 'compare last 2']);
    const [result, age, compare] = (await lensesOf(file)).slice(3).map(({ command }) => command);
    assert.deepEqual(
      [result, age, compare].map((command) => [command?.command, command?.arguments]),
      [
        ['trialbook.revealRun', [{ folder, runId: second }]],
        ['trialbook.showRunOutput', [{ folder, runId: second }]],
        ['trialbook.compareRuns', [{ folder, runId: second }, [second, first].map((runId) => ({ folder, runId }))]],
      ],
    );
    await rm(path.join(folder, 'told'));
  });

  it('stop one of several runs that go on', async () => {
    const folder = workspaceDir();
    const file = path.join(folder, 'train_waiting.py');
    await writeFile(file, 'import time\nfor epoch in range(400):\n    time.sleep(1)\n');
    const ids = await newRuns(folder, 2, () =>
      Promise.all([1, 2].map(() => executeCommand('trialbook.trackFile', scriptUri(folder, 'train_waiting.py')))),
    );
    const titles = await lensesBecome(file, (all) => all.some((title) => title.startsWith('2 running')));
    assert.equal(titles[3], '$(debug-stop) Stop');
    assert.deepEqual((await lensesOf(file))[3]?.command?.arguments ?? [], []);
    for (const runId of ids) await executeCommand('trialbook.stopRun', { folder, runId });
    await lensesBecome(file, (all) => all[3] === 'cancelled');
  });

  it('stand above scripts of other languages that say what runs them, and those of the setting', async () => {
    const folder = workspaceDir();
    const file = (name: string): string => path.join(folder, name);
    await writeFile(file('fit.sh'), '#!/bin/sh\necho "::metric loss=0.25 step=1"\n');
    await writeFile(file('plain.sh'), 'echo epoch 1\n');
    await writeFile(file('evaluate.py'), 'print("score")\n');
    const starts = ['$(play) Track this run', 'with arguments…'];
    assert.deepEqual(await titlesOf(file('fit.sh')), starts);
    assert.deepEqual(await titlesOf(file('plain.sh')), []);
    await setScripts(['*.sh', 'evaluate.py', '!fit.sh']);
    try {
      assert.deepEqual(await titlesOf(file('fit.sh')), []);
      assert.deepEqual(await titlesOf(file('plain.sh')), starts);
      assert.deepEqual((await titlesOf(file('evaluate.py'))).slice(0, 3), [
        '$(play) Track this run',
        '$(debug-alt-small) Debug',
        'with arguments…',
      ]);
    } finally {
      await setScripts(undefined);
    }
    for (const [name, program] of [
      ['fit.sh', '/bin/sh'],
      ['plain.sh', '/sh'],
    ] as const) {
      const id = await track(folder, name);
      const [command, script] = await recordedCommand(folder, id);
      assert.ok(command?.endsWith(program), command);
      assert.equal(script, name);
      assert.equal(await finalStatus(folder, id), 'finished');
    }
    assert.equal((await lensesBecome(file('fit.sh'), (all) => all.length > 2))[2], '0.25 loss');
  });

  it('start what the snapshot holds, whenever the script is edited after the click', async () => {
    const folder = workspaceDir();
    const name = 'train_edited.py';
    for (const delay of [1, 60, 120, 180, 240, 300, 400]) {
      await writeFile(path.join(folder, name), 'print("version", 1)\n');
      const [id = ''] = await newRuns(folder, 1, async () => {
        const started = executeCommand('trialbook.trackFile', scriptUri(folder, name));
        await new Promise((resolve) => setTimeout(resolve, delay));
        await writeFile(path.join(folder, name), 'print("version", 2)\n');
        await started;
      });
      await finalStatus(folder, id);
      const ran = readFileSync(path.join(runDir(folder, id), OUTPUT_LOG), 'utf8').trim();
      const manifest = await eventually('the snapshot', () => snapshotIn(runDir(folder, id)));
      const entry = manifest.files.find((file) => file.path === name);
      assert.ok(entry);
      const kept = inflateSync(readFileSync(objectPath(folder, entry.object))).toString();
      const isKept = kept === `print("version", ${ran.at(-1)})\n`;
      assert.ok(
        isKept || entry.uncertain === true,
        `after ${delay} ms: it ran "${ran}", and the snapshot holds ${kept}`,
      );
    }
  });

  it('have keys that the editor has given to nothing else', async () => {
    const defaults = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('vscode://defaultsettings/keybindings.json'),
    );
    const bindings = [...defaults.getText().matchAll(/"key": "([^"]+)",\s+"command": "([^"]+)"/g)];
    const keys = bindings.map(([, key]) => key);
    assert.ok(keys.includes('ctrl+k ctrl+s'), 'the defaults are there');
    const manifest = vscode.extensions.getExtension('trialbook.trialbook')?.packageJSON as {
      contributes: { keybindings: { key: string; command: string }[] };
    };
    const ours = manifest.contributes.keybindings.filter(({ command }) => command.startsWith('trialbook.trackFile'));
    assert.equal(ours.length, 2);
    for (const { key, command: own } of ours) {
      const commands = bindings.filter(([, one]) => one === key).map(([, , command]) => command);
      assert.deepEqual(commands, [own], key);
    }
  });
});
