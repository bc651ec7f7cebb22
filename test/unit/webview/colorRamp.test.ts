import assert from 'node:assert/strict';
import { rampColor } from '../../../webview/compare/insights/colorRamp';
import { THEMES } from './themes';

describe('colours of values', () => {
  it('have a contrast of 3:1 or more on the editor in every theme', () => {
    const luminance = (color: string): number => {
      const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
      const [r, g, b] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    for (const kind of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      const background = luminance(THEMES[kind].variables['editor-background']!);
      for (let place = 0; place <= 1; place += 0.1) {
        const color = luminance(rampColor(kind, place));
        const contrast = (Math.max(color, background) + 0.05) / (Math.min(color, background) + 0.05);
        assert.ok(contrast >= 3, `${kind} ${place}: ${contrast}`);
      }
    }
  });
});
