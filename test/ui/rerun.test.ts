import assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { runDir } from '../../src/common/workspaceFolder';
import { readEditorState } from './editorState';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, waitForEnds } from './recorded';
import { readRerun, type Rerun } from './readRerun';
import { chooseFrom } from './runsViewSteps';
import { trackWith } from './tracking';
import type { Workbench } from './workbench';

const SCRIPTS = {
  // Reads its arguments by itself, so that nobody knows its options.
  'plain.py': 'import sys\nprint("::metric loss=" + sys.argv[1])\n',
  'secret.py': `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--api-key", required=True)
parser.add_argument("--lr", type=float, default=0.1)
print("key of", len(parser.parse_args().api_key))
`,
  'large.py': `import argparse
parser = argparse.ArgumentParser()
for number in range(100):
    parser.add_argument("--option-%d" % number, type=int, default=number, help="Help of the option %d" % number)
parser.parse_args()
`,
};

describe('running a run again', function () {
  this.timeout(240_000);
  let example: OpenExample;
  let workbench: Workbench;
  /** The first run, of `train.py --lr 0.01 --epochs 2`, and its name. */
  let first: string;
  let name: string;
  let count = 0;

  const open = async (label: string): Promise<Frame> => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', label), 'Run Again with Changes…');
    const form = await workbench.webviewFrame(`Run again: ${label}`);
    await form.locator('.launch').waitFor();
    return form;
  };
  const shot = (title: string): Promise<string> => example.session.screenshot(title);
  /** Waits for so many more runs, all ended; gives the new ones. */
  const waitForMore = async (more: number): Promise<Rerun[]> => {
    await waitForEnds(example.folder, count + more);
    const runs = await readRerun(example.folder);
    const added = runs.slice(count);
    count += more;
    return added;
  };
  const newestLabel = async (): Promise<string> => (await workbench.readTree('Runs'))[0]!.label;
  const track = async (script: keyof typeof SCRIPTS, args: string): Promise<string> => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile(script);
    await workbench.runCommand('Trialbook: Track with Arguments…');
    await workbench.answer(args);
    await waitForMore(1);
    return newestLabel();
  };

  before(async () => {
    example = await openExample('rerun');
    for (const [script, text] of Object.entries(SCRIPTS)) await writeFile(path.join(example.folder, script), text);
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
    // Each script is an experiment of its own; here single runs are looked at.
    await chooseFrom(workbench, 'Trialbook: Group Runs by…', 'No groups');
    await trackWith(workbench, '--lr 0.01 --epochs 2');
    [{ id: first }] = (await waitForMore(1)) as [Rerun];
    name = await newestLabel();
  });
  after(() => example.close());

  it('does the same again from its row', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', name), 'Run Again');
    const [run] = await waitForMore(1);
    assert.deepEqual(
      { ...run, id: '' },
      {
        id: '',
        basedOn: first,
        purpose: 'rerun',
        batch: null,
        command: ['train.py', '--lr', '0.01', '--epochs', '2'],
        params: { lr: 0.01, epochs: 2, hidden: 32, seed: 0 },
      },
    );
  });

  it('shows the options of the script, with what the run had, and starts with others by keys alone', async () => {
    const form = await open(name);
    await shot('form');
    assert.equal(await form.locator('h1').innerText(), `Run ${name} again`);
    assert.deepEqual(await form.locator('.row-name').allInnerTexts(), [
      'lr',
      'epochs',
      'hidden',
      'seed',
      'Seeds',
      'Code',
    ]);
    assert.equal(await form.getByLabel('lr', { exact: true }).inputValue(), '0.01');
    assert.equal(await form.getByLabel('hidden', { exact: true }).getAttribute('placeholder'), '32 (default)');
    assert.equal(await form.locator('.command').innerText(), 'python3 train.py --lr 0.01 --epochs 2');
    const { keyboard } = example.session.page;
    // The first field has the focus; a Tab goes past the button that adds a value.
    await form.locator('input:focus').waitFor();
    // Not Control+A: the workbench selects all once more, some time after the page did.
    await keyboard.press('Home');
    await keyboard.press('Shift+End');
    await keyboard.type('0.02');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.type('1');
    await form.locator('.command', { hasText: /^python3 train.py --lr 0.02 --epochs 1$/ }).waitFor();
    await shot('changed');
    await keyboard.press('Enter');
    await form.getByText('Started a run.').waitFor();
    const [run] = await waitForMore(1);
    assert.deepEqual(
      [run?.basedOn, run?.purpose, run?.params],
      [first, 'rerun', { lr: 0.02, epochs: 1, hidden: 32, seed: 0 }],
    );
  });

  it('is as it was typed when the window was reloaded', async () => {
    await example.session.page.locator('.sidebar .composite.title .title-label').click();
    await workbench.reload();
    const form = await workbench.webviewFrame(`Run again: ${name}`);
    await form.locator('.launch').waitFor();
    assert.equal(await form.getByLabel('lr', { exact: true }).inputValue(), '0.02');
    assert.equal(await form.locator('.changed').count(), 2);
    await form.getByRole('button', { name: 'Take lr back' }).click();
    assert.equal(await form.getByLabel('lr', { exact: true }).inputValue(), '0.01');
    await form.getByText('Reset all').click();
    assert.equal(await form.locator('.changed').count(), 0);
  });

  it('starts nothing while a value is wrong, and says so at the field', async () => {
    await workbench.openContainer('Trialbook');
    const form = await open(name);
    await form.getByLabel('epochs', { exact: true }).fill('many');
    await form.getByText('A whole number is needed.').waitFor();
    await form.getByLabel('hidden', { exact: true }).press('Enter');
    await form.getByText('Mend the marked fields first.').waitFor();
    await shot('wrong');
    const focused = await form.evaluate(() => document.activeElement?.id);
    assert.equal(focused, await form.getByLabel('epochs', { exact: true }).getAttribute('id'));
    assert.equal((await listRunFolders(example.folder)).length, count);
    await form.getByText('Reset all').click();
  });

  it('runs a grid with seeds, all of one batch', async () => {
    const form = await open(name);
    await form.getByLabel('lr', { exact: true }).fill('0.1, 0.2');
    await form.getByLabel('epochs', { exact: true }).fill('1');
    await form.getByLabel('Seeds', { exact: true }).fill('3-4');
    await form.getByText('Start 4 runs').waitFor();
    await form.locator('summary').click();
    await shot('grid');
    await form.getByText('Start 4 runs').click();
    await form.getByText('Added 4 runs to the queue').waitFor();
    const runs = await waitForMore(4);
    assert.deepEqual(
      runs.map(({ params }) => [params['lr'], params['seed'], params['epochs']]),
      [
        [0.1, 3, 1],
        [0.1, 4, 1],
        [0.2, 3, 1],
        [0.2, 4, 1],
      ],
    );
    const batches = new Set(runs.map(({ batch }) => batch));
    assert.ok(batches.size === 1 && !batches.has(null));
    await form.getByLabel('lr', { exact: true }).fill(Array.from({ length: 300 }, (_, i) => i).join());
    await form.getByText('These are 600 runs; 500 can be started at once.').waitFor();
    await form.getByText('Reset all').click();
  });

  it('lets the arguments be edited as one line where nobody knows the options', async () => {
    const label = await track('plain.py', '0.5');
    const form = await open(label);
    await shot('plain');
    await form.getByLabel('Arguments', { exact: true }).fill('0.25 "two words"');
    await form.getByLabel('Times', { exact: true }).fill('2');
    await form.getByText('Start 2 runs').click();
    const runs = await waitForMore(2);
    for (const { command } of runs) assert.deepEqual(command, ['plain.py', '0.25', 'two words']);
  });

  it('asks for a secret that was not recorded, and keeps it nowhere', async () => {
    const label = await track('secret.py', '--api-key letmein-1 --lr 0.5');
    await workbench.runCommand('Trialbook: Track with Arguments…');
    await eventually(
      () => workbench.quickInput().inputValue(),
      (value) => value === '--api-key *** --lr 0.5',
    );
    await example.session.page.keyboard.press('Enter');
    await workbench.page.getByText('The secret was not kept: type it again.').first().waitFor();
    await example.session.page.keyboard.press('Escape');
    await workbench.openContainer('Trialbook');
    // Not even "the same" can be run without it.
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', label), 'Run Again');
    const form = await workbench.webviewFrame(`Run again: ${label}`);
    await form.getByText('The secret was not recorded: enter it again.').waitFor();
    await shot('secret');
    await form.getByLabel('api_key').fill('letmein-22');
    await form.locator('.command', { hasText: /--api-key \*\*\* --lr 0.5$/ }).waitFor();
    await form.getByText('Start run', { exact: true }).click();
    const [run] = await waitForMore(1);
    assert.deepEqual(run?.command, ['secret.py', '--api-key', '***', '--lr', '0.5']);
    const output = await readFile(path.join(runDir(example.folder, run.id), 'output.log'), 'utf8');
    assert.match(output, /key of 10/);
    for (const file of await readdir(runDir(example.folder, run.id), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = await readFile(path.join(file.parentPath, file.name), 'latin1');
      assert.ok(!text.includes('letmein'), file.name);
    }
  });

  it('keeps no secret of a line of arguments either', async () => {
    const label = await track('plain.py', '0.5 --api-key letmein-1');
    const form = await open(label);
    await form.getByLabel('Arguments').fill('0.25 --api-key letmein-22');
    await form.locator('.command', { hasText: /plain\.py 0\.25 --api-key \*\*\*$/ }).waitFor();
    await shot('secret-line');
    await form.getByText('Start run', { exact: true }).click();
    const [run] = await waitForMore(1);
    assert.deepEqual(run?.command, ['plain.py', '0.25', '--api-key', '***']);
    const state = await eventually(
      () => example.session.page.evaluate(readEditorState),
      (kept) => kept.includes('--api-key'),
    );
    assert.ok(!state.includes('letmein'), 'in what the editor keeps');
  });

  it('finds an option among a hundred', async () => {
    const label = await track('large.py', '--option-7 70');
    const form = await open(label);
    assert.equal(await form.locator('.option').count(), 100);
    await shot('large');
    await form.locator('vscode-text-field input').fill('option-77');
    assert.deepEqual(await form.locator('.option .row-name').allInnerTexts(), ['option_77']);
    await form.locator('vscode-text-field input').fill('nothing like it');
    await form.getByText('Nothing matches').waitFor();
    await shot('no-match');
  });

  it('says why it cannot run: the script was moved away, the run is gone', async () => {
    const label = await newestLabel();
    const form = await open(label);
    const script = path.join(example.folder, 'large.py');
    await rename(script, `${script}.old`);
    await form.getByText('Start run', { exact: true }).click();
    await form.getByText('large.py is no longer there.').waitFor();
    await shot('moved');
    await rename(`${script}.old`, script);
    const runs = await listRunFolders(example.folder);
    await rm(runDir(example.folder, runs.at(-1)!), { recursive: true });
    await workbench.runCommand('Trialbook: Refresh');
    await workbench.treeRow('Runs', label).waitFor({ state: 'detached' });
    await form.getByText('Start run', { exact: true }).click();
    await form.getByText('This run was deleted: it cannot be run again.').waitFor();
    await shot('gone');
    count -= 1;
  });

  it('has a name for every control, in every theme', async () => {
    const form = await open(await newestLabel());
    const nameless = await form.locator('input, select, button, [role=radiogroup]').evaluateAll((all) =>
      all
        // The toolkit's controls name their inner parts themselves.
        .filter((one) => one.getRootNode() === document)
        .filter((one) => {
          const labels = (one as HTMLInputElement).labels;
          return (
            !one.getAttribute('aria-label') && !(labels !== null && labels?.length > 0) && !one.textContent?.trim()
          );
        })
        .map((one) => one.outerHTML),
    );
    assert.deepEqual(nameless, []);
    for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'] as const) {
      await workbench.setTheme(theme);
      await eventually(
        () => form.evaluate(() => document.body.className),
        (classes) => classes.includes(theme.includes('Contrast') ? 'high-contrast' : 'light'),
      );
      await shot(theme);
    }
  });
});
