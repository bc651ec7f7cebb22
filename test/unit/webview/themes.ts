/** Colours of VS Code's own themes, as a webview gets them in CSS variables. */
import type { ThemeKind } from '../../../src/protocol/palette';

interface Theme {
  bodyClass: string;
  variables: Record<string, string>;
}

const FONTS = {
  'font-family': 'system-ui, "Noto Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '14px',
};

function theme(bodyClass: string, colors: string): Theme {
  const pairs = colors
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string])
    .map(([name, color]) => [name, asWritten(color)] as const);
  return { bodyClass, variables: { ...FONTS, ...Object.fromEntries(pairs) } };
}

/** VS Code writes a colour that lets through what lies below, here with eight digits, with its parts. */
function asWritten(color: string): string {
  if (!/^#[0-9a-f]{8}$/.test(color)) return color;
  const [red, green, blue, alpha] = [1, 3, 5, 7].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${Number((alpha! / 255).toFixed(2))})`;
}

export const THEMES: Record<ThemeKind, Theme> = {
  dark: theme(
    'vscode-dark',
    `foreground=#cccccc descriptionForeground=#9d9d9d editor-foreground=#cccccc editor-background=#1f1f1f
     panel-border=#2b2b2b focusBorder=#0078d4 icon-foreground=#cccccc toolbar-hoverBackground=#5a5d5e50
     list-hoverBackground=#2a2d2e textLink-foreground=#4daafc textLink-activeForeground=#4daafc
     button-background=#0078d4 button-foreground=#ffffff button-hoverBackground=#026ec1 button-border=#ffffff1a
     button-secondaryBackground=#00000000 button-secondaryForeground=#cccccc button-secondaryHoverBackground=#2b2b2b
     checkbox-background=#313131 checkbox-foreground=#cccccc checkbox-border=#3c3c3c dropdown-border=#3c3c3c editorWarning-foreground=#cca700 input-background=#313131
     input-foreground=#cccccc input-border=#3c3c3c input-placeholderForeground=#989898
     editorHoverWidget-background=#202020 editorHoverWidget-foreground=#cccccc editorHoverWidget-border=#454545
     progressBar-background=#0078d4 testing-iconPassed=#73c991 testing-iconFailed=#f14c4c
     testing-iconQueued=#cca700 testing-iconSkipped=#848484 scrollbarSlider-background=#79797966
     dropdown-background=#313131 dropdown-foreground=#cccccc editorLineNumber-foreground=#6e7681
     diffEditor-insertedTextBackground=#9ccc2c33 diffEditor-removedTextBackground=#ff000033
     diffEditor-insertedLineBackground=#9bb95533 diffEditor-removedLineBackground=#ff000033
     gitDecoration-addedResourceForeground=#81b88b gitDecoration-deletedResourceForeground=#c74e39
     terminal-ansiRed=#cd3131 terminal-ansiGreen=#0dbc79 terminal-ansiYellow=#e5e510 terminal-ansiCyan=#11a8cd
     textCodeBlock-background=#2b2b2b editor-findMatchHighlightBackground=#ea5c0055 editor-findMatchBackground=#9e6a03`,
  ),
  light: theme(
    'vscode-light',
    `foreground=#3b3b3b descriptionForeground=#3b3b3b editor-foreground=#3b3b3b editor-background=#ffffff
     panel-border=#e5e5e5 focusBorder=#005fb8 icon-foreground=#3b3b3b toolbar-hoverBackground=#b8b8b850
     list-hoverBackground=#f2f2f2 textLink-foreground=#005fb8 textLink-activeForeground=#005fb8
     button-background=#005fb8 button-foreground=#ffffff button-hoverBackground=#0258a8 button-border=#0000001a
     button-secondaryBackground=#e5e5e5 button-secondaryForeground=#3b3b3b button-secondaryHoverBackground=#cccccc
     checkbox-background=#f8f8f8 checkbox-foreground=#3b3b3b checkbox-border=#cecece dropdown-border=#cecece editorWarning-foreground=#bf8803 input-background=#ffffff
     input-foreground=#3b3b3b input-border=#cecece input-placeholderForeground=#767676
     editorHoverWidget-background=#f8f8f8 editorHoverWidget-foreground=#3b3b3b editorHoverWidget-border=#c8c8c8
     progressBar-background=#005fb8 testing-iconPassed=#73c991 testing-iconFailed=#f14c4c
     testing-iconQueued=#cca700 testing-iconSkipped=#848484 scrollbarSlider-background=#64646466
     dropdown-background=#ffffff dropdown-foreground=#3b3b3b editorLineNumber-foreground=#6e7681
     diffEditor-insertedTextBackground=#9ccc2c40 diffEditor-removedTextBackground=#ff000033
     diffEditor-insertedLineBackground=#9bb95533 diffEditor-removedLineBackground=#ff000033
     gitDecoration-addedResourceForeground=#587c0c gitDecoration-deletedResourceForeground=#ad0707
     terminal-ansiRed=#cd3131 terminal-ansiGreen=#107c10 terminal-ansiYellow=#949800 terminal-ansiCyan=#0598bc
     textCodeBlock-background=#f8f8f8 editor-findMatchHighlightBackground=#ea5c0055 editor-findMatchBackground=#a8ac94`,
  ),
  highContrast: theme(
    'vscode-high-contrast',
    `foreground=#ffffff descriptionForeground=#ffffffb3 editor-foreground=#ffffff editor-background=#000000
     panel-border=#6fc3df focusBorder=#f38518 contrastBorder=#6fc3df contrastActiveBorder=#f38518
     icon-foreground=#ffffff list-hoverBackground=#ffffff1a textLink-foreground=#21a6ff
     textLink-activeForeground=#21a6ff button-foreground=#ffffff button-border=#6fc3df
     button-secondaryForeground=#ffffff checkbox-background=#000000 checkbox-foreground=#ffffff
     checkbox-border=#6fc3df dropdown-border=#6fc3df editorWarning-foreground=#ffd37a input-background=#000000 input-foreground=#ffffff input-border=#6fc3df
     input-placeholderForeground=#ffffffb3 editorHoverWidget-background=#0c141f editorHoverWidget-foreground=#ffffff
     editorHoverWidget-border=#6fc3df progressBar-background=#6fc3df testing-iconPassed=#73c991
     testing-iconFailed=#f14c4c testing-iconQueued=#cca700 testing-iconSkipped=#848484
     scrollbarSlider-background=#6fc3df99 dropdown-background=#000000 dropdown-foreground=#ffffff
     editorLineNumber-foreground=#ffffff diffEditor-insertedTextBorder=#33ff2e diffEditor-removedTextBorder=#ff008f
     gitDecoration-addedResourceForeground=#a1e3ad gitDecoration-deletedResourceForeground=#c74e39`,
  ),
  highContrastLight: theme(
    'vscode-high-contrast-light vscode-high-contrast',
    `foreground=#292929 descriptionForeground=#292929b3 editor-foreground=#292929 editor-background=#ffffff
     panel-border=#0f4a85 focusBorder=#006bbd contrastBorder=#0f4a85 contrastActiveBorder=#006bbd
     icon-foreground=#292929 list-hoverBackground=#0f4a851a textLink-foreground=#0f4a85
     textLink-activeForeground=#0f4a85 button-background=#0f4a85 button-foreground=#ffffff
     button-hoverBackground=#0f4a85 button-border=#0f4a85 button-secondaryBackground=#ffffff
     button-secondaryForeground=#292929 button-secondaryHoverBackground=#ffffff checkbox-background=#ffffff
     checkbox-foreground=#292929 checkbox-border=#0f4a85 dropdown-border=#0f4a85 editorWarning-foreground=#895503 input-background=#ffffff input-foreground=#292929
     input-border=#0f4a85 input-placeholderForeground=#292929b3 editorHoverWidget-background=#ffffff
     editorHoverWidget-foreground=#292929 editorHoverWidget-border=#0f4a85 progressBar-background=#0f4a85
     testing-iconPassed=#007100 testing-iconFailed=#b5200d testing-iconQueued=#cca700 testing-iconSkipped=#848484
     scrollbarSlider-background=#0f4a8566 dropdown-background=#ffffff dropdown-foreground=#292929
     editorLineNumber-foreground=#292929 diffEditor-insertedTextBorder=#374e06 diffEditor-removedTextBorder=#ad0707
     gitDecoration-addedResourceForeground=#374e06 gitDecoration-deletedResourceForeground=#ad0707`,
  ),
};

/** The style of the document's element, as VS Code writes it. */
export function themeStyle(kind: ThemeKind): string {
  return Object.entries(THEMES[kind].variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
}
