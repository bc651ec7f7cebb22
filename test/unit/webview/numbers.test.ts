import assert from 'node:assert/strict';
import { formatDelta, formatNumber, formatTick, formatTogether } from '../../../webview/ui/numbers';
import { formatInUnit, formatTickInUnit } from '../../../webview/ui/valueUnits';

describe('numbers of pages', () => {
  it('shows one number with about four significant digits', () => {
    const shown = [0.93421, 12.3456, 1280, 0.000031, -0.5, 0, 1e12, Number.NaN, Number.NEGATIVE_INFINITY, 0.0003];
    assert.deepEqual(shown.map(formatNumber), [
      '0.9342',
      '12.35',
      '1280',
      '3.1e−5',
      '−0.5',
      '0',
      '1e12',
      'NaN',
      '-Infinity',
      '3e−4',
    ]);
  });

  it('gives numbers that stand together equal decimals', () => {
    assert.deepEqual(formatTogether([0.5, 0.25, Number.NaN]), ['0.50', '0.25', 'NaN']);
    assert.deepEqual(formatTogether([0.0331, 0.0309]), ['0.0331', '0.0309']);
    assert.deepEqual(formatTogether([64, 32]), ['64', '32']);
  });

  it('shows enough decimals to tell close numbers apart', () => {
    const [a, b] = formatTogether([0.912341, 0.912349]);
    assert.notEqual(a, b);
  });

  it('never writes a number that is not 0 as 0 beside larger ones', () => {
    assert.deepEqual(formatTogether([0.1, 3e-8, 0]), ['0.1', '3e−8', '0.0']);
    assert.deepEqual(formatTogether([0.00122, -1.234e-8]), ['0.00122', '−1.23e−8']);
    assert.deepEqual(formatTogether([1e6, 1e-3]), ['1000000', '0.001']);
    assert.equal(formatTick(0.001, 0), '0.001');
  });

  it('shows differences with two significant digits', () => {
    assert.deepEqual([0.0123, 0.5, 12.4, 0].map(formatDelta), ['0.012', '0.50', '12', '0']);
  });

  it('writes values and ticks in their unit', () => {
    const shown = [16_100_000, 930, 0].map((value) => formatInUnit(value, 'bytes'));
    assert.deepEqual(shown, ['16.1 MB', '930 B', '0 B']);
    assert.equal(formatInUnit(1_250_000, 'bytesPerSecond'), '1.3 MB/s');
    assert.deepEqual([formatInUnit(12.34, 'percent'), formatInUnit(61, 'celsius')], ['12.3 %', '61 °C']);
    assert.deepEqual([formatInUnit(Number.NaN, 'bytes'), formatInUnit(0.12345, undefined)], ['NaN', '0.1235']);
    assert.equal(formatTickInUnit(16_500_000, 500_000, 'bytes'), '16.5 MB');
    assert.equal(formatTickInUnit(16_050_000, 50_000, 'bytes'), '16.05 MB');
    assert.equal(formatTickInUnit(20, 10, 'percent'), '20 %');
  });

  it('shortens ticks by the distance between them', () => {
    assert.equal(formatTick(0.25, 0.25), '0.25');
    assert.equal(formatTick(20_000, 20_000), '20k');
    assert.equal(formatTick(1_500_000, 500_000), '1.5M');
    assert.equal(formatTick(2e-9, 1e-9), '2e−9');
  });
});
