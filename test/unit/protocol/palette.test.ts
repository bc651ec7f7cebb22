import assert from 'node:assert/strict';
import { PALETTE, runLook, type ThemeKind } from '../../../src/protocol/palette';

const BACKGROUNDS: Record<ThemeKind, string[]> = {
  dark: ['#1f1f1f', '#181818', '#2a2d2e'],
  light: ['#ffffff', '#f8f8f8', '#f2f2f2'],
  highContrast: ['#000000'],
  highContrastLight: ['#ffffff'],
};

/** Normal sight, then full protanopia, deuteranopia and tritanopia: Machado, Oliveira and Fernandes 2009, linear RGB. */
const SIGHTS = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
] as const;

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
}

function multiply(matrix: readonly number[], [a = 0, b = 0, c = 0]: readonly number[]): number[] {
  return [0, 3, 6].map((row) => matrix[row]! * a + matrix[row + 1]! * b + matrix[row + 2]! * c);
}

/** WCAG's contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => multiply([0.2126, 0.7152, 0.0722, 0, 0, 0, 0, 0, 0], linear(hex))[0]! + 0.05;
  const [a, b] = [luminance(one), luminance(other)];
  return Math.max(a, b) / Math.min(a, b);
}

/** Björn Ottosson's OKLab of a linear colour. */
function oklab(rgb: readonly number[]): number[] {
  const cones = [
    0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376,
    0.6299787005,
  ];
  const lab = [
    0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662,
    -0.808675766,
  ];
  return multiply(lab, multiply(cones, rgb).map(Math.cbrt));
}

describe('palette', () => {
  for (const kind of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`has a contrast of 3:1 or more on every background: ${kind}`, () => {
      const poor = PALETTE[kind].flatMap((color) =>
        BACKGROUNDS[kind].filter((background) => contrast(color, background) < 3).map((bg) => `${color} on ${bg}`),
      );
      assert.deepEqual(poor, []);
    });

    it(`can be told apart with each kind of colour blindness: ${kind}`, () => {
      const close = SIGHTS.flatMap((sight, index) => {
        const seen = PALETTE[kind].map((color) => {
          const rgb = multiply(sight, linear(color)).map((part) => Math.min(1, Math.max(0, part)));
          return { color, lab: oklab(rgb) };
        });
        return seen.flatMap((a, at) =>
          seen.slice(at + 1).flatMap((b) => {
            const distance = Math.hypot(...a.lab.map((part, axis) => part - b.lab[axis]!));
            return distance < 0.075 ? [`${index}: ${a.color} ${b.color} ${distance.toFixed(3)}`] : [];
          }),
        );
      });
      assert.deepEqual(close, []);
    });
  }

  it('repeats colours with another dash and marker', () => {
    const [first, ninth] = [runLook('dark', 0), runLook('dark', 8)];
    assert.equal(first.color, ninth.color);
    assert.notDeepEqual(first.dash, ninth.dash);
    assert.notEqual(first.marker, ninth.marker);
  });

  it('gives each of 24 runs a look of its own', () => {
    for (const kind of ['dark', 'highContrast'] as const) {
      const looks = new Set(Array.from({ length: 24 }, (_, index) => JSON.stringify(runLook(kind, index))));
      assert.equal(looks.size, 24, kind);
    }
  });

  it('changes dash and marker first in high contrast', () => {
    const looks = [0, 1, 2].map((index) => runLook('highContrast', index));
    assert.deepEqual(
      looks.map(({ dash, marker }) => [dash.length, marker]),
      [
        [0, 'circle'],
        [2, 'square'],
        [2, 'triangle'],
      ],
    );
  });
});
