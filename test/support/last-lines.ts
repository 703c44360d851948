import type { Readable } from "node:stream";

/** As much as an error with its trace takes. */
const maxBytes = 6000;

/** Reads a stream along and keeps its end. */
export function keepLastLines(stream: Readable): () => string {
  let kept = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    kept = (kept + text).slice(-maxBytes);
  });
  return () => kept;
}
