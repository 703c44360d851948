import type { Readable } from "node:stream";

/** Enough for an error with its stack trace. */
const maxBytes = 6000;

/** Collects the end of a stream. @returns a function that returns what was collected */
export function keepLastLines(stream: Readable): () => string {
  let kept = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    kept = (kept + text).slice(-maxBytes);
  });
  return () => kept;
}
