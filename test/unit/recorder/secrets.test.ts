import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cli, PYTHON_DIR, recorderEnded, removeTemporary, runFolders, workspaceWith } from './support';

/** No two of them are hidden for the same reason. */
const SECRETS = {
  option: 'SecretOfAnOption',
  token: 'hf_SecretTokenByItsShape00',
  url: 'SecretInAnAddress',
  query: 'SecretInAQuery',
  nested: 'SecretInACommandLine',
  byName: 'SecretByItsName',
  byShape: 'sk-SecretByItsShape0000',
  proxy: 'SecretOfAProxy',
  remote: 'SecretOfTheRemote',
};

const SCRIPT = `
import argparse, os, sys
parser = argparse.ArgumentParser()
for name in ("--token", "--hub", "--db", "--api", "--note", "--lr"):
    parser.add_argument(name)
print(len([word for word in sys.argv[1:] if "Secret" in word]), os.environ["MY_PASSWORD"][:1], parser.parse_args().lr)
`;
import { snapshotIn, snapshotText } from '../snapshotOnDisk';

/** All files below a folder. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe('secrets of a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('reach the training and no file', async () => {
    const workspace = workspaceWith({ 'train.py': SCRIPT });
    const git = (...words: string[]): Buffer => execFileSync('git', words, { cwd: workspace });
    git('init', '-q');
    git('remote', 'add', 'origin', `https://me:${SECRETS.remote}@example.org/me/project.git`);
    const address = `postgresql://me:${SECRETS.url}@host/db`;
    const training = ['python3', 'train.py', '--token', SECRETS.option, '--hub', SECRETS.token, '--db', address];
    training.push(`--api=https://host/x?key=1&token=${SECRETS.query}`, '--lr', '0.1');
    training.push('--note', `curl --password ${SECRETS.nested} host`);
    const names = ['MY_PASSWORD', 'SHAPED', 'PROXY', 'PLAIN'];
    const options = [...names.flatMap((name) => ['--env', name]), '--python-dir', PYTHON_DIR];
    const env = {
      MY_PASSWORD: SECRETS.byName,
      SHAPED: SECRETS.byShape,
      PROXY: `http://me:${SECRETS.proxy}@host`,
      PLAIN: 'seen',
      CUDA_VISIBLE_DEVICES: '0',
    };
    const { code, stdout, stderr } = await cli(workspace, ['run', ...options, '--', ...training], env);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '5 S 0.1\n', 'the training got what it was given');
    const runDir = runFolders(workspace)[0] ?? '';
    await recorderEnded(runDir);

    const shown = await Promise.all([
      cli(workspace, ['list']),
      cli(workspace, ['show', path.basename(runDir), '--json']),
    ]);
    const places = [
      ...filesBelow(path.join(workspace, '.trialbook')).map((file) => [file, readFileSync(file, 'latin1')] as const),
      ...shown.map((finished) => ['output', finished.stdout] as const),
      ['the snapshot', snapshotText(runDir)] as const,
      ['the terminal', stderr] as const,
    ];
    for (const [name, secret] of Object.entries(SECRETS)) {
      for (const [file, text] of places) assert.ok(!text.includes(secret), `${name} is in ${file}`);
    }

    const { environment, git: state } = snapshotIn(runDir);
    const { variables } = environment;
    const picked = ['CUDA_VISIBLE_DEVICES', 'LC_ALL', ...names].map((name) => variables[name]);
    assert.deepEqual(picked, ['0', 'C', '***', '***', 'http://***@host', 'seen']);
    assert.equal(variables['PATH'], undefined);
    assert.equal(state?.remote, 'https://example.org/me/project.git');
    assert.deepEqual(environment.command.slice(0, 4), ['python3', 'train.py', '--token', '***']);
    const listed = JSON.parse((await cli(workspace, ['list', '--json'])).stdout) as { command: string[] }[];
    assert.deepEqual(listed[0]?.command, environment.command);
  });
});
