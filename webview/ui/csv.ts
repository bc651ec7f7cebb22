/** Rows as RFC 4180 writes them; numbers keep all their digits. */
export function toCsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: string | number | undefined): string {
  const text = typeof cell === 'string' ? plainText(cell) : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a spreadsheet would take for a formula is made a text; texts of numbers stay as they are. */
function plainText(text: string): string {
  return /^[=+@\t\r]|^-(?![\d.I])/.test(text) ? `'${text}` : text;
}
