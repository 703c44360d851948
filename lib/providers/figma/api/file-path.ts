// Path and query parameters of the endpoints of a file.
import * as z from "zod";

/** `{fileKey}` of the path. */
export const filePath = z.object({ fileKey: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "is not a file's key") });

/** Comma-separated node ids: `1:2,I5:6;1:7`. */
export const nodeIds = z
  .string()
  .max(2000)
  .regex(/^[\w:;,-]*$/, "is not a list of node ids");

/** The path of a file in Figma's API. */
export const fileApiPath = (fileKey: string) => `/v1/files/${encodeURIComponent(fileKey)}`;
