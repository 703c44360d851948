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

function readElement(bytes: Uint8Array, start: number, tag: number): Element {
  const first = bytes[start + 1] ?? 0;
  // One byte, or 0x81 and one: nothing here is longer than 255 bytes.
  const isLong = first === 0x81;
  const length = isLong ? (bytes[start + 2] ?? 0) : first;
  const from = start + (isLong ? 3 : 2);
  if (bytes[start] !== tag || (!isLong && first > 0x7f) || length === 0 || from + length > bytes.length)
    throw malformedError();
  return { value: bytes.subarray(from, from + length), end: from + length };
}

/** DER drops leading zeros, and puts one before a number whose first bit is set. */
function padNumber(number: Uint8Array, size: number): Uint8Array {
  const digits = number.subarray(number.findIndex((byte) => byte !== 0));
  if (digits.length > size || number.every((byte) => byte === 0)) throw malformedError();
  return Buffer.concat([Buffer.alloc(size - digits.length), digits]);
}

const malformedError = () => new TypeError("This is no ECDSA signature in DER.");
