import { signal, type ReadonlySignal } from '@preact/signals';
import type { ThemeKind } from '../../src/protocol/palette';
import { opaque } from './colors';

/** What a canvas needs of the editor's theme; everything else takes it from CSS variables itself. Colours are `#rrggbb`. */
export interface ChartTheme {
  kind: ThemeKind;
  foreground: string;
  /** Labels of axes. */
  secondary: string;
  grid: string;
  background: string;
  fontFamily: string;
  /** CSS pixels. */
  fontSize: number;
}

/** The editor's theme, read again whenever it changes. Lives as long as the page. */
export function watchTheme(): ReadonlySignal<ChartTheme> {
  const theme = signal(readTheme());
  // VS Code puts the kind into the body's class and the colours into the style of the document's element.
  const observer = new MutationObserver(() => {
    theme.value = readTheme();
  });
  const options = { attributes: true, attributeFilter: ['class', 'style'] };
  observer.observe(document.body, options);
  observer.observe(document.documentElement, options);
  return theme;
}

function readTheme(): ChartTheme {
  const styles = getComputedStyle(document.documentElement);
  return chartTheme(themeKind(document.body.classList), (name) => styles.getPropertyValue(name).trim());
}

/** The theme of a kind; `valueOf` gives what a CSS variable holds, an empty text where there is none. */
export function chartTheme(kind: ThemeKind, valueOf: (name: string) => string): ChartTheme {
  const read = (name: string, otherwise: string): string => valueOf(name) || otherwise;
  const isLight = kind === 'light' || kind === 'highContrastLight';
  const page = isLight ? '#ffffff' : '#1f1f1f';
  const background = opaque(read('--vscode-editor-background', page), page);
  const foreground = opaque(read('--vscode-editor-foreground', isLight ? '#3b3b3b' : '#cccccc'), background);
  return {
    kind,
    foreground,
    secondary: opaque(read('--vscode-descriptionForeground', foreground), background),
    grid: opaque(gridColor(kind, read('--vscode-panel-border', '#80808040')), background),
    background,
    fontFamily: read('--vscode-font-family', 'sans-serif'),
    fontSize: Math.max(9, Number.parseFloat(read('--vscode-font-size', '13')) - 2),
  };
}

function themeKind(classes: DOMTokenList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrast';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** High contrast draws borders in full colour: as a grid they would drown the lines. */
function gridColor(kind: ThemeKind, border: string): string {
  if (kind === 'highContrast') return '#ffffff40';
  return kind === 'highContrastLight' ? '#00000033' : border;
}
