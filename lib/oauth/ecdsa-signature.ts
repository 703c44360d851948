// KMS answers an ECDSA signature in DER (RFC 3279 section 2.2.3); a JWS has the two numbers side by side (RFC 7518 section 3.4).

const [sequenceTag, integerTag] = [0x30, 0x02];

/**
 * Converts SEQUENCE { r INTEGER, s INTEGER } to r‖s, each of `size` bytes.
 * @throws TypeError for anything else
 */
export function toRawSignature(der: Uint8Array, size: number): Uint8Array {
  const sequence = readElement(der, 0, sequenceTag);
  const r = readElement(sequence.value, 0, integerTag);
  const s = readElement(sequence.value, r.end, integerTag);
  if (sequence.end !== der.length || s.end !== sequence.value.length) throw malformedError();
  return Buffer.concat([padNumber(r.value, size), padNumber(s.value, size)]);
}

interface Element {
  readonly value: Uint8Array;
  /** The index of the first byte after it. */
  readonly end: number;
}

/** Reads one element. Whether it reaches beyond the bytes shows at its end, which must be where something else ends or begins. */
function readElement(bytes: Uint8Array, start: number, tag: number): Element {
  const length = bytes[start + 1] ?? 0;
  // Above it, the byte says how many bytes the length has: at P-384 nothing is that long.
  if (bytes[start] !== tag || length > 0x7f) throw malformedError();
  const [from, end] = [start + 2, start + 2 + length];
  return { value: bytes.subarray(from, end), end };
}

/** DER drops leading zeros, and puts one before a number whose first bit is set. */
function padNumber(number: Uint8Array, size: number): Uint8Array {
  const first = number.findIndex((byte) => byte !== 0);
  const digits = number.subarray(first);
  if (first === -1 || digits.length > size) throw malformedError();
  return Buffer.concat([Buffer.alloc(size - digits.length), digits]);
}

const malformedError = () => new TypeError("This is no ECDSA signature in DER.");
