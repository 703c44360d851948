import type { Readable } from "node:stream";

/** As much as an error with its trace takes. */
const mostBytes = 6000;

/** Reads a stream along and keeps its end. */
export function lastLines(stream: Readable): () => string {
  let kept = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    kept = (kept + text).slice(-mostBytes);
  });
  return () => kept;
}
