// Texts of JSON, kept compressed: DynamoDB bills by the kilobyte. JSON never begins as gzip does, so no flag tells them apart.
import { gunzipSync, gzipSync } from "node:zlib";

/** @param minBytes a shorter text stays as it is */
export function gzipText(text: string, minBytes: number): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length > minBytes ? gzipSync(bytes) : bytes;
}

/**
 * @returns the text of bytes that may be compressed
 * @throws RangeError for one that is longer than `maxBytes`, Error for broken gzip
 */
export function gunzipText(bytes: Buffer, maxBytes?: number): string {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const options = maxBytes === undefined ? {} : { maxOutputLength: maxBytes };
  return (isCompressed ? gunzipSync(bytes, options) : bytes).toString("utf8");
}
