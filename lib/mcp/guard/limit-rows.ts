/**
 * Puts a cap on the rows of a statement that the guard has passed. The line breaks would keep a comment from reaching our words.
 * @param rows one more than are answered, to see whether there are more
 */
export const limitRows = (sql: string, rows: number): string => `SELECT * FROM (\n${sql}\n) AS answer LIMIT ${rows}`;
