// Tables for spreadsheets: RFC 4180, in which no cell is taken for a formula.

export type CsvCell = string | number | boolean | undefined;

/** What makes a spreadsheet take text for a formula: owasp.org/www-community/attacks/CSV_Injection */
const formulaStart = /^[=+\-@\t\r\n]/;

function writeCell(cell: CsvCell): string {
  if (typeof cell !== "string") return cell === undefined ? "" : String(cell);
  const text = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. Text that a spreadsheet would run gets an apostrophe in front of it; numbers stay as they are. */
export const writeCsvLine = (cells: readonly CsvCell[]): string => `${cells.map(writeCell).join(",")}\r\n`;
