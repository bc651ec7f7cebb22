import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { executeCommand } from '../../../../src/platform/commands';
import { activateExtension, QUICK_SCRIPT, workspaceDir, writeQuickScript } from '../../extension';
import { recordedCommand, runIds, scriptUri, finalStatus, track } from '../../runs';

const WINDOWS = process.platform === 'win32';

async function createEnvironment(folder: string): Promise<string> {
  await promisify(execFile)(WINDOWS ? 'python' : 'python3', ['-m', 'venv', '--without-pip', folder]);
  return WINDOWS ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

async function setInterpreter(file: string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(workspaceDir()));
  await configuration.update('trialbook.pythonPath', file, vscode.ConfigurationTarget.Workspace);
}

/** The title of the lens that shows the interpreter, without an icon. */
async function shownInterpreter(): Promise<string | undefined> {
  const { uri } = await vscode.workspace.openTextDocument(path.join(workspaceDir(), 'train.py'));
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  return lenses.at(-1)?.command?.title.replace(/^\$\(\S+\) /, '');
}

/** The part of the API of the Python extension, here a fixture, by which a person's selection is made. */
interface PythonApi {
  environments: { updateActiveEnvironmentPath(path: string): Promise<void> };
}

async function select(interpreter: string): Promise<void> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  assert.ok(extension, 'the fixture is not installed');
  await (await extension.activate()).environments.updateActiveEnvironmentPath(interpreter);
}

/** The commands that start a script. "Queue" would ask for arguments, and wait for them. */
const STARTS = ['trialbook.trackFile', 'trialbook.debugFile', 'trialbook.queueFile'] as const;
type StartCommand = (typeof STARTS)[number];

/** Starts a script that is refused; whatever it had started would be there before the end of a later run. */
async function startsNothing(start: StartCommand = 'trialbook.trackFile'): Promise<boolean> {
  const before = runIds(workspaceDir());
  await executeCommand(start, scriptUri(workspaceDir(), QUICK_SCRIPT));
  return runIds(workspaceDir()).length === before.length;
}

/** Tracks a script and returns the interpreter that its run names. */
async function usedInterpreter(): Promise<string | undefined> {
  const runId = await track(workspaceDir(), QUICK_SCRIPT);
  const [interpreter] = await recordedCommand(workspaceDir(), runId);
  assert.equal(await finalStatus(workspaceDir(), runId), 'finished');
  return interpreter;
}

describe('the interpreter of a run in one folder', () => {
  const condaBefore = process.env['CONDA_PREFIX'];
  let elsewhere = '';

  before(async () => {
    await activateExtension();
    await writeQuickScript(workspaceDir());
    elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), 'trialbook-python-')));
    delete process.env['CONDA_PREFIX'];
  });

  after(async () => {
    if (condaBefore === undefined) delete process.env['CONDA_PREFIX'];
    else process.env['CONDA_PREFIX'] = condaBefore;
    await setInterpreter(undefined);
    await select('python');
    delete process.env['UV_PROJECT_ENVIRONMENT'];
    await rm(path.join(workspaceDir(), '.venv'), { recursive: true, force: true });
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('is the first on the path when nothing else is chosen', async () => {
    const used = await usedInterpreter();
    assert.ok(used !== undefined && path.isAbsolute(used));
    assert.ok((process.env['PATH'] ?? '').split(path.delimiter).includes(path.dirname(used)), used);
    assert.equal(await shownInterpreter(), path.basename(used));
  });

  it('is that of the active conda environment before that of the path', async function () {
    if (WINDOWS) this.skip(); // There conda's python.exe lies elsewhere than that of venv, which makes this one.
    const conda = path.join(elsewhere, 'torch');
    const python = await createEnvironment(conda);
    process.env['CONDA_PREFIX'] = conda;
    assert.equal(await usedInterpreter(), python);
    assert.equal(await shownInterpreter(), 'conda torch');
  });

  it("is that of conda's environment in the folder before the active one", async function () {
    if (WINDOWS) this.skip(); // As above: conda's python.exe lies elsewhere than that of venv.
    const folder = path.join(workspaceDir(), 'env');
    const python = await createEnvironment(folder);
    assert.equal(await shownInterpreter(), 'conda torch', 'a folder of this name that is no environment of conda');
    await mkdir(path.join(folder, 'conda-meta'));
    try {
      assert.equal(await usedInterpreter(), python);
      assert.equal(await shownInterpreter(), 'env');
    } finally {
      await rm(folder, { recursive: true });
      // The lens showed what went: the first start after that is refused.
      await startsNothing();
    }
  });

  it("is that of the folder's virtual environment before conda's", async () => {
    const python = await createEnvironment(path.join(workspaceDir(), '.venv'));
    assert.equal(await usedInterpreter(), python);
    assert.equal(await shownInterpreter(), '.venv');
  });

  it("is that of uv's own environment before it", async () => {
    process.env['UV_PROJECT_ENVIRONMENT'] = path.join(elsewhere, 'uv');
    const python = await createEnvironment(path.join(elsewhere, 'uv'));
    assert.equal(await usedInterpreter(), python);
    delete process.env['UV_PROJECT_ENVIRONMENT'];
  });

  it('is that which the Python extension has selected before those of the folder', async () => {
    const python = await createEnvironment(path.join(elsewhere, 'selected'));
    await select(python);
    assert.equal(await usedInterpreter(), python);
    await rm(path.join(elsewhere, 'selected'), { recursive: true });
    assert.ok(await startsNothing(), 'the selected one is gone');
    assert.equal(await shownInterpreter(), 'Choose a Python interpreter');
    await select('python');
    assert.equal(await shownInterpreter(), '.venv');
  });

  it('that goes between the lens and the click is missed once, and another one is used then', async () => {
    const venv = path.join(workspaceDir(), '.venv');
    for (const start of STARTS) {
      assert.equal(await shownInterpreter(), '.venv');
      await rename(venv, `${venv}.away`);
      try {
        assert.ok(await startsNothing(start), start);
        // A start that had not missed it would leave this one to be refused.
        const used = await usedInterpreter();
        assert.ok(used !== undefined && !used.startsWith(venv), used);
      } finally {
        await rename(`${venv}.away`, venv);
      }
    }
    assert.equal(await usedInterpreter(), path.join(venv, WINDOWS ? 'Scripts\\python.exe' : 'bin/python'));
  });

  it('is asked for when an environment of the folder has lost its Python', async function () {
    if (WINDOWS) this.skip(); // The path below is that of a POSIX environment.
    const python = path.join(workspaceDir(), '.venv', 'bin', 'python');
    await rename(python, `${python}.away`);
    assert.equal(await shownInterpreter(), 'Choose a Python interpreter');
    assert.ok(await startsNothing());
    // The environment is not passed over in silence either.
    assert.ok(await startsNothing());
    await rename(`${python}.away`, python);
    assert.equal(await shownInterpreter(), '.venv');
  });

  it('is that of the setting before all others', async () => {
    const python = await createEnvironment(path.join(elsewhere, 'chosen'));
    await setInterpreter(python);
    assert.equal(await usedInterpreter(), python);
  });

  it('is asked for, and nothing starts, when the setting names a file that does not exist', async () => {
    await setInterpreter(path.join(elsewhere, 'nowhere', 'python'));
    const before = runIds(workspaceDir());
    await executeCommand('trialbook.trackFile', scriptUri(workspaceDir(), QUICK_SCRIPT));
    assert.equal(await shownInterpreter(), 'Choose a Python interpreter');
    await setInterpreter(undefined);
    // Whatever the first had started would be there before the end of this one.
    const runId = await track(workspaceDir(), QUICK_SCRIPT);
    await finalStatus(workspaceDir(), runId);
    assert.deepEqual(runIds(workspaceDir()), [...before, runId]);
  });
});
