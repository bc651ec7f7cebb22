/** User settings, as `settings.json` holds them. */
export type Settings = Record<string, unknown>;

export type Theme =
  'Default Dark Modern' | 'Default Light Modern' | 'Default High Contrast' | 'Default High Contrast Light';

/** A quiet workbench, the same on every machine: nothing pops up that no test asked for. */
export const QUIET_SETTINGS: Settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Dark Modern' satisfies Theme,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.autoDetectColorScheme': false,
  'window.confirmBeforeClose': 'never',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'editor.codeLens': true,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'terminal.integrated.tabs.enabled': true,
  // The DOM renderer is slower, but its text can be read by tests.
  'terminal.integrated.gpuAcceleration': 'off',
};
