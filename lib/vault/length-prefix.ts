/**
 * Joins strings so that no two different lists give the same bytes: each is preceded by its length (UTF-8 bytes, 32 bits).
 * @throws TypeError for text with a lone surrogate, which UTF-8 would silently turn into another text.
 */
export function prefixLengths(...parts: readonly string[]): Buffer {
  const size = parts.reduce((sum, part) => sum + 4 + Buffer.byteLength(part), 0);
  const joined = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    const length = joined.write(assertWellFormed(part), at + 4);
    at = joined.writeUInt32BE(length, at) + length;
  }
  return joined;
}

/** @throws TypeError for text that UTF-8 cannot carry unchanged. */
export function assertWellFormed(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("The text holds a lone surrogate.");
  return text;
}
