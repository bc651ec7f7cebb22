import assert from 'node:assert/strict';
import type { ThemeKind } from '../../../src/protocol/palette';
import { chartTheme } from '../../../webview/charts/theme';
import { THEMES } from './themes';

describe('the theme of charts', () => {
  for (const kind of Object.keys(THEMES) as ThemeKind[]) {
    it(`has no colour that lets through what lies below: ${kind}`, () => {
      const { variables } = THEMES[kind];
      const theme = chartTheme(kind, (name) => variables[name.replace('--vscode-', '')] ?? '');
      for (const color of [theme.foreground, theme.secondary, theme.grid, theme.background]) {
        assert.match(color, /^#[0-9a-f]{6}$/);
      }
    });
  }

  it('mixes a colour with the background that it stands on', () => {
    const of = (secondary: string) =>
      chartTheme(
        'dark',
        (name) =>
          ({ '--vscode-editor-background': '#204060', '--vscode-descriptionForeground': secondary })[name] ?? '',
      ).secondary;
    assert.equal(of('rgba(255, 255, 255, 0.7)'), '#bcc6cf');
    assert.equal(of('#ffffff00'), '#204060');
    assert.equal(of('rgb(1, 2, 3)'), '#010203');
    assert.equal(of('#abcdef'), '#abcdef');
    assert.equal(of('red'), 'red');
    assert.equal(of(''), '#cccccc', 'as the text, where the theme has none');
  });
});
