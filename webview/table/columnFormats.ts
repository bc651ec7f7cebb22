import type { ColumnId, NumberFormat } from '../../src/protocol/tableView';

/** From here on, and below its inverse, a number is written with an exponent. */
const LARGE = 1e7;
const SMALL = 1e-4;
/** Decimals of most numbers below 1; larger ones have as many significant digits, very small ones two. */
const USUAL = 4;
const MOST_DECIMALS = 6;

/**
 * How many decimals the numbers of each column get: as many as the one that needs most of those seen so far, so that they
 * align. It never gets fewer: nothing changes its look because another row was scrolled out of sight.
 */
export class ColumnFormats {
  private readonly decimals = new Map<ColumnId, number>();
  private readonly numeric = new Set<ColumnId>();
  /** Counts changes, after which what was written is to be written anew. */
  version = 0;

  observe(column: ColumnId, value: number): void {
    if (!this.numeric.has(column)) {
      this.numeric.add(column);
      this.version += 1;
    }
    if (!Number.isFinite(value) || isExtreme(value)) return;
    const needed = decimalsOf(value);
    if (needed <= (this.decimals.get(column) ?? -1)) return;
    this.decimals.set(column, needed);
    this.version += 1;
  }

  /** Whether numbers were seen in a column. */
  hasNumbers(column: ColumnId): boolean {
    return this.numeric.has(column);
  }

  /** A number as its column writes it; one too large or small for that has an exponent. */
  text(column: ColumnId, value: number, format?: NumberFormat): string {
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
    if (format !== undefined) return formatted(value, format);
    if (isExtreme(value)) return clean(value.toExponential(2));
    return clean(value.toFixed(this.decimals.get(column) ?? decimalsOf(value)));
  }

  /** A difference that is not 0 as its column writes it, and with an exponent where that would read as 0. */
  difference(column: ColumnId, value: number, format?: NumberFormat): string {
    const text = this.text(column, value, format);
    return /[1-9∞]/.test(text) ? text : clean(value.toExponential(1));
  }
}

function isExtreme(value: number): boolean {
  const size = Math.abs(value);
  return size >= LARGE || (size > 0 && size < SMALL);
}

function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const forSize = magnitude >= 0 ? Math.max(0, USUAL - 1 - magnitude) : Math.max(USUAL, 1 - magnitude);
  const own = (String(value).split('.')[1] ?? '').length;
  return Math.min(MOST_DECIMALS, forSize, own);
}

function formatted(value: number, { style, digits }: NumberFormat): string {
  if (style === 'percent') return `${clean((value * 100).toFixed(digits))} %`;
  // `toFixed` itself turns to an exponent there, with all digits.
  if (style === 'exponent' || Math.abs(value) >= 1e21) return clean(value.toExponential(digits));
  return clean(value.toFixed(digits));
}

/** A real minus sign is as wide as a digit, so that columns align. */
function clean(text: string): string {
  return text.replace(/^-/, '−').replace('e+', 'e').replace('e-', 'e−');
}
