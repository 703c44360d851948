// Path and query parameters of the endpoints of a file.
import * as z from "zod";

/** `{fileKey}` of the path. */
export const filePath = z.object({ fileKey: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "is not a file's key") });

/** Comma-separated node ids: `1:2,I5:6;1:7`. */
export const nodeIds = z
  .string()
  .max(2000)
  .regex(/^[\w:;,-]*$/, "is not a list of node ids");

/** Node ids in one order and each once, so that the same nodes are the same question; undefined for none. */
export function normalizeNodeIds(ids: string): string | undefined {
  const named = new Set(ids.split(",").filter(Boolean));
  return named.size === 0 ? undefined : [...named].sort().join(",");
}

/** The path of a file in Figma's API. */
export const fileApiPath = (fileKey: string) => `/v1/files/${encodeURIComponent(fileKey)}`;
