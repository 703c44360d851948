/** Bytes of text, and one for each cell: rows of nothing but nulls are not free. */
export const measureRow = (row: readonly (string | null)[]): number =>
  row.reduce((bytes, cell) => bytes + 1 + (cell === null ? 0 : Buffer.byteLength(cell)), 0);
