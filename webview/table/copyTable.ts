/** Tables as text, to be pasted into a note, a sheet or a paper. */
import { toCsv as csvOf } from '../ui/csv';

export interface TextTable {
  head: string[];
  /** Whether a column holds numbers, which stand at the right. */
  isNumber: boolean[];
  rows: string[][];
}

export function toMarkdown({ head, isNumber, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = `| ${isNumber.map((right) => (right ? '---:' : '---')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n') + '\n';
}

export function toCsv({ head, rows }: TextTable): string {
  return csvOf([head, ...rows]);
}

/** With the rules of the package booktabs. */
export function toLatex({ head, isNumber, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `${cells.map(escapeLatex).join(' & ')} \\\\`;
  const columns = isNumber.map((right) => (right ? 'r' : 'l')).join('');
  return [
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    line(head),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|&]/g, '\\$&');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '±': '$\\pm$',
  '∞': '$\\infty$',
  '–': '--',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

function escapeLatex(text: string): string {
  return oneLine(text).replace(/[\\{}$&#%_~^−±∞–<>]/g, (letter) => LATEX[letter] ?? `\\${letter}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
