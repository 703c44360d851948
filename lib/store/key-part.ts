// Percent-encodes the parts of a key. Unlike `encodeURIComponent` it takes lone surrogates, which strangers can put into any id.

/** Encodes a part, so that it holds no separator. Lone surrogates get codes of their own: two parts never become one. */
export const encodeKeyPart = (part: string): string =>
  part.isWellFormed() ? encodeURIComponent(part) : part.replace(/[^\p{Cs}]+|\p{Cs}/gu, encodePiece);

/** A lone surrogate as UTF-8 would have it if it could: simonsapin.github.io/wtf-8/#surrogate-byte-sequence */
function encodePiece(piece: string): string {
  if (piece.isWellFormed()) return encodeURIComponent(piece);
  const unit = piece.charCodeAt(0);
  const bytes = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join("");
}

const encodedSurrogate = /(%ED%[AB][0-9A-F]%[89AB][0-9A-F])/;

/** @throws URIError for what is not an encoded part */
export const decodeKeyPart = (encoded: string): string =>
  encoded
    .split(encodedSurrogate)
    .map((piece) => (encodedSurrogate.test(piece) ? decodeSurrogate(piece) : decodeURIComponent(piece)))
    .join("");

function decodeSurrogate(piece: string): string {
  const [, , second = "", third = ""] = piece.split("%");
  return String.fromCharCode(
    0xd000 | ((Number.parseInt(second, 16) & 0x3f) << 6) | (Number.parseInt(third, 16) & 0x3f),
  );
}
