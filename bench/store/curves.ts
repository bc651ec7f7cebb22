/** Small line charts on logarithmic axes, as SVG for a README. */

export interface Panel {
  title: string;
  /** What the sizes count. */
  unit: string;
  sizes: readonly number[];
  lines: readonly { name: string; values: readonly number[] }[];
}

const COLUMNS = 2;
const WIDTH = 380;
const HEIGHT = 220;
const LEFT = 60;
const RIGHT = 20;
const TOP = 40;
const BOTTOM = 40;
const COLORS = ['#0072b2', '#d55e00'];

export function drawCurves(panels: readonly Panel[]): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const [width, height] = [COLUMNS * WIDTH, rows * HEIGHT];
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % COLUMNS) * WIDTH, Math.floor(index / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="white"/>
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, unit, sizes, lines }: Panel): string {
  const x = logScale(sizes, LEFT, WIDTH - RIGHT);
  const values = lines.flatMap((line) => line.values);
  const y = logScale(decades(values), HEIGHT - BOTTOM, TOP);
  const parts = [text(LEFT, 18, title, 'font-weight="bold"')];
  for (const size of sizes) parts.push(text(x(size), HEIGHT - BOTTOM + 15, label(size), 'text-anchor="middle"'));
  parts.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, unit, 'text-anchor="middle" fill="#555"'));
  for (const value of ticks(decades(values))) {
    parts.push(`<path d="M${LEFT} ${at(y(value))}H${WIDTH - RIGHT}" stroke="#ddd"/>`);
    parts.push(text(LEFT - 6, y(value) + 4, label(value), 'text-anchor="end"'));
  }
  for (const [index, line] of lines.entries()) {
    const points = line.values.map((value, point) => `${at(x(sizes[point]!))},${at(y(value))}`);
    // The other engine is dashed too, for those who see no colours.
    const stroke = `stroke="${COLORS[index]}" stroke-width="2"${index > 0 ? ' stroke-dasharray="6 3"' : ''}`;
    parts.push(`<polyline points="${points.join(' ')}" fill="none" ${stroke}/>`);
    parts.push(`<path d="M${LEFT + index * 80} 30h20" ${stroke}/>`, text(LEFT + 24 + index * 80, 34, line.name));
  }
  return parts.join('\n');
}

/** The powers of ten around values. */
function decades(values: readonly number[]): [low: number, high: number] {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low * 10, 10 ** Math.ceil(Math.log10(Math.max(...values))))];
}

function ticks([low, high]: readonly [number, number]): number[] {
  const count = Math.round(Math.log10(high / low));
  return Array.from({ length: count + 1 }, (_, power) => low * 10 ** power);
}

function logScale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${content}</text>`;
}

function at(value: number): string {
  return value.toFixed(1);
}

function label(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2)));
}
