/**
 * Joins strings so that no two different lists give the same bytes: each is preceded by its length (UTF-8 bytes, 32 bits).
 * @throws TypeError for text with a lone surrogate, which UTF-8 would silently turn into another text.
 */
export function lengthPrefixed(...parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = utf8(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** @throws TypeError for text that UTF-8 cannot carry unchanged. */
export function utf8(text: string): Buffer {
  if (!text.isWellFormed()) throw new TypeError("The text holds a lone surrogate.");
  return Buffer.from(text, "utf8");
}
