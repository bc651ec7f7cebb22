import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Lints a small tree under the project's own rules; gives the rules that were broken. */
function lint(files: Record<string, string>): string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'trialbook-lint-'));
  try {
    copyFileSync('.oxlintrc.json', path.join(root, '.oxlintrc.json'));
    copyFileSync('tsconfig.json', path.join(root, 'tsconfig.json'));
    symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'), 'junction');
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
    const oxlint = path.resolve('node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json', 'src', 'webview'], {
      cwd: root,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    return diagnostics.map(({ code, filename }) => `${filename}: ${code}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A tree in which every target of an import exists. */
function tree(file: string, specifier: string): Record<string, string> {
  const targets = [
    'protocol/a',
    'common/a',
    'store/client',
    'store/ingest',
    'recorder/a',
    'platform/a',
    'runs/a',
    'models/a',
    'queue/a',
    'common/queue/a',
    'snapshots/a',
    'common/snapshots/a',
  ];
  return {
    ...Object.fromEntries(targets.map((name) => [`src/${name}.ts`, 'export const a = 1;\n'])),
    'webview/ui/a.ts': 'export const a = 1;\n',
    [file]: `import { a } from '${specifier}';\nexport const b = a;\n`,
  };
}

const RULE = 'eslint(no-restricted-imports)';

describe('import direction', () => {
  const forbidden: [file: string, specifier: string][] = [
    ['src/protocol/b.ts', '../common/a'],
    ['src/protocol/b.ts', 'node:fs'],
    ['src/common/b.ts', '../store/client'],
    ['src/common/b.ts', 'vscode'],
    ['src/store/b.ts', 'vscode'],
    ['src/store/b.ts', '../recorder/a'],
    ['src/recorder/b.ts', '../store/client'],
    ['src/platform/b.ts', '../runs/a'],
    ['src/runs/b.ts', '../models/a'],
    ['src/runs/b.ts', '../queue/a'],
    ['src/common/b.ts', '../queue/a'],
    ['src/common/queue/b.ts', '../../queue/a'],
    ['src/queue/b.ts', '../runs/a'],
    ['src/runs/b.ts', '../snapshots/a'],
    ['src/snapshots/b.ts', '../runs/a'],
    ['src/table/b.ts', '../runs/a'],
    ['src/runs/b.ts', '../store/ingest'],
    ['src/runs/b.ts', '../recorder/a'],
    ['webview/ui/b.ts', '../../src/common/a'],
    ['webview/ui/b.ts', 'vscode'],
    ['webview/charts/b.ts', '@vscode/webview-ui-toolkit'],
    ['webview/compare/b.ts', '../../src/store/ingest'],
    ['webview/report/b.ts', '../../src/runs/a'],
    ['webview/report/b.ts', 'node:fs'],
  ];
  for (const [file, specifier] of forbidden) {
    it(`refuses ${specifier} in ${path.dirname(file)}`, () => {
      assert.deepEqual(lint(tree(file, specifier)), [`${file}: ${RULE}`]);
    });
  }

  const allowed: [file: string, specifier: string][] = [
    ['src/runs/b.ts', '../store/client'],
    ['src/runs/b.ts', '../platform/a'],
    ['src/queue/b.ts', '../common/queue/a'],
    ['src/common/b.ts', './queue/a'],
    ['src/runs/b.ts', '../common/snapshots/a'],
    ['src/store/b.ts', '../common/a'],
    ['webview/ui/b.ts', '../../src/protocol/a'],
    ['webview/report/b.ts', '../../src/store/ingest'],
  ];
  for (const [file, specifier] of allowed) {
    it(`allows ${specifier} in ${path.dirname(file)}`, () => assert.deepEqual(lint(tree(file, specifier)), []));
  }

  it('refuses a cycle', () => {
    const found = lint({
      'src/common/a.ts': "import { b } from './b';\nexport const a = (): number => b;\n",
      'src/common/b.ts': "import { a } from './a';\nexport const b = a();\n",
    });
    assert.ok(found.length > 0);
    assert.ok(
      found.every((line) => line.endsWith('import(no-cycle)')),
      found.join(),
    );
  });
});
