import assert from 'node:assert/strict';
import { parseZooms } from '../../../webview/compare/chartZoom';
import { parsePlotSettings } from '../../../webview/compare/logged/plotSettings';

describe('what the comparison page restores', () => {
  it('are zooms to a part of an axis, and nothing else', () => {
    const zoom = { axis: 'step', min: 1, max: 2 };
    const kept = { loss: zoom, a: null, b: { ...zoom, min: 'x' }, c: { ...zoom, max: 1 }, d: { min: 1, max: 2 } };
    assert.deepEqual(parseZooms(kept), { loss: zoom });
    for (const hostile of [undefined, null, 'text', 5]) assert.deepEqual(parseZooms(hostile), {});
  });

  it('are settings of plots, as far as they are understood', () => {
    const kept = {
      a: { step: 3, shares: true, joined: false, runs: 30, more: 1 },
      b: { step: '3', runs: -1 },
      c: null,
    };
    assert.deepEqual(parsePlotSettings(kept), { a: { step: 3, shares: true, joined: false, runs: 30 }, b: {}, c: {} });
    for (const hostile of [undefined, null, 'text', 5]) assert.deepEqual(parsePlotSettings(hostile), {});
  });
});
