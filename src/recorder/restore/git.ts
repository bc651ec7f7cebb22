import { execFile } from 'node:child_process';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, UserError } from '../../common/errors';

const MAX_OUTPUT = 256 * 1024 * 1024;
/** Who commits where git knows nobody. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'Trialbook',
  GIT_AUTHOR_EMAIL: 'trialbook@localhost',
  GIT_COMMITTER_NAME: 'Trialbook',
  GIT_COMMITTER_EMAIL: 'trialbook@localhost',
};

/** Git's commands in the repository that holds a workspace. */
export class Git {
  private constructor(
    private readonly cwd: string,
    /** Of the workspace in its repository: empty, or ending in `/`. */
    readonly prefix: string,
    private readonly gitDir: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Throws a {@link UserError} without git, or outside of a repository. */
  static async open(workspace: string): Promise<Git> {
    const probe = new Git(workspace, '', '', process.env);
    if (!(await probe.succeeds('--version'))) {
      throw new UserError(l10n.t('There is no git here. Install it, or restore into a folder.'));
    }
    const found = await probe.run('rev-parse', '--show-prefix', '--absolute-git-dir').catch(() => undefined);
    if (found === undefined) {
      throw new UserError(l10n.t('{0} is in no repository of git. Restore into a folder instead.', workspace));
    }
    const [prefix = '', gitDir = ''] = found.split('\n');
    const known = await probe.succeeds('var', 'GIT_COMMITTER_IDENT');
    return new Git(workspace, prefix, gitDir, known ? process.env : { ...process.env, ...NOBODY });
  }

  /** The same repository with another folder of files, and an index of its own that does not exist yet. */
  withWorkTree(folder: string): Git {
    const own = { GIT_DIR: this.gitDir, GIT_WORK_TREE: folder, GIT_INDEX_FILE: path.join(folder, '.index') };
    return new Git(folder, this.prefix, this.gitDir, { ...this.env, ...own });
  }

  /** Gives what the command prints. Throws a {@link UserError} with what it says of its failure. */
  run(...args: string[]): Promise<string> {
    return this.runWith('', ...args);
  }

  async succeeds(...args: string[]): Promise<boolean> {
    return this.run(...args).then(
      () => true,
      () => false,
    );
  }

  runWith(input: string, ...args: string[]): Promise<string> {
    const options = { cwd: this.cwd, env: this.env, maxBuffer: MAX_OUTPUT, windowsHide: true };
    return new Promise((resolve, reject) => {
      const child = execFile('git', args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(new UserError(l10n.t('git {0} failed: {1}', args[0] ?? '', stderr.trim() || errorCode(error) || '?')));
      });
      // One that ends before it has read everything says why.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }
}
