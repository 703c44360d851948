/**
 * Joins strings, each prefixed with its length (in UTF-8 bytes, 32 bits), so that different lists never give the same bytes.
 * @throws TypeError for text with a lone surrogate, which UTF-8 encoding would silently replace
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

/** Returns the text. @throws TypeError if it contains a lone surrogate, which UTF-8 cannot encode */
export function assertWellFormed(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("The text holds a lone surrogate.");
  return text;
}
