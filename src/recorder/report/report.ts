/** What a report says, however it is shown. All of it is text: much was recorded by others. */
export interface Report {
  title: string;
  /** The result first, then what there is to say beside it. */
  lead: string[];
  sections: ReportSection[];
}

export interface ReportSection {
  title: string;
  head: string[];
  rows: string[][];
}

/** For terminals: columns as wide as their widest cell. */
export function reportText({ title, lead, sections }: Report): string {
  const parts = sections.map((section) => `${section.title}\n${table([section.head, ...section.rows])}`);
  return [[title, ...lead].join('\n'), ...parts].join('\n\n');
}

/** For the editor's preview. */
export function reportMarkdown({ title, lead, sections }: Report): string {
  const [first = '', ...others] = lead.map(escape);
  const parts = sections.flatMap((section) => [
    `## ${escape(section.title)}`,
    [section.head, section.head.map(() => '---'), ...section.rows.map((row) => row.map(escape))]
      .map(markdownRow)
      .join('\n'),
  ]);
  return [`# ${escape(title)}`, `**${first}**`, ...others, ...parts].join('\n\n') + '\n';
}

/** Every letter that means something in Markdown or HTML stands for itself. */
function escape(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|~>]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}
