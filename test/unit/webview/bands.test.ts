import assert from 'node:assert/strict';
import { bandOutlines } from '../../../webview/charts/bands';
import { toPoints, type ChartLine } from '../../../webview/charts/chartLine';
import { bandColor } from '../../../webview/charts/lineMarks';
import { plotFrame, PLAIN } from '../../../webview/charts/plotFrame';
import type { ChartTheme } from '../../../webview/charts/theme';
import { chartSvg } from '../../../webview/compare/chartExport';

const THEME: ChartTheme = {
  kind: 'dark',
  foreground: '#cccccc',
  secondary: '#9d9d9d',
  grid: '#2b2b2b',
  background: '#1f1f1f',
  fontFamily: 'sans-serif',
  fontSize: 11,
};

function mean(values: number[], sd: number[]): ChartLine {
  const steps = Float64Array.from(values.keys());
  const series = {
    runId: 'a',
    key: 'loss',
    steps,
    values: Float64Array.from(values),
    times: steps,
    sd: Float64Array.from(sd),
    counts: steps,
    total: values.length,
    decimated: false,
  };
  return { id: 'a', name: 'a', colorIndex: 0, members: 2, ...toPoints(series) };
}

describe('bands of means', () => {
  it('are outlined stretch by stretch between the gaps of their line', () => {
    const { band } = mean([1, 2, Number.NaN, 4, 5, 6], [1, 1, 1, 0, 1, 2]);
    const frame = { logY: false, y: { min: 0, max: 10 } };
    assert.deepEqual(
      bandOutlines(band!, frame, (x, value) => [x, value]),
      [
        [
          [0, 2],
          [1, 3],
          [1, 1],
          [0, 0],
        ],
        [
          [3, 4],
          [4, 6],
          [5, 8],
          [5, 4],
          [4, 4],
          [3, 4],
        ],
      ],
    );
  });

  it('end where a logarithmic axis does, on the screen and in an exported chart', () => {
    const lines = [mean([1, 2, 4], [3, 1, 5])];
    const frame = plotFrame(lines, { ...PLAIN, logY: true });
    const pixelOf = (x: number, value: number): [number, number] => [100 * x, -100 * Math.log10(value)];
    const [corners] = bandOutlines(lines[0]!.band!, frame, pixelOf);
    const bottom = pixelOf(0, frame.y.min)[1];
    assert.deepEqual(corners!.slice(3), [[200, bottom], pixelOf(1, 1), [0, bottom]]);
    const area = { left: 0, right: 200, top: 0, bottom };
    const picture = { width: 200, height: bottom, area, xTicks: [], yTicks: [], pixelOf } as never;
    const svg = chartSvg({ title: 'loss', xLabel: 'Step', isByStep: true, lines, frame }, picture, THEME);
    assert.match(svg, /<polygon points="[-0-9., ]+"/);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  });

  it('are fainter where their line stands back', () => {
    const line = mean([1], [1]);
    const source = { lines: [line], theme: THEME, brushed: undefined, best: undefined };
    const alphaOf = (lifted: string | undefined): number =>
      Number.parseInt(bandColor({ ...source, lifted }, line).slice(7), 16);
    assert.ok(alphaOf('another') < alphaOf(undefined) / 2);
    assert.equal(alphaOf('a'), alphaOf(undefined));
  });
});
