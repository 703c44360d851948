// A file as clients send it: a form part, or base64 in JSON.
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { messageTs } from "./history.ts";
import { channelName } from "./messages.ts";
import { workspaceNames } from "./named-workspace.ts";

/** Lambda accepts requests of 6 MB, and a file in base64 takes a third more. */
const maxFileBytes = 4_500_000;

const content = () => z.union([z.file(), z.string()], "is neither a file nor base64");

export const upload = z.object({
  ...workspaceNames(),
  /** A file, or its content in base64; the two names mean the same. */
  file: content().optional(),
  content: content().optional(),
  /** Defaults to the file's own name; required for base64. */
  filename: z.string().max(500).optional(),
  title: z.string().trim().min(1).max(255).optional(),
  /** The id or name of a channel; defaults to the settings' `defaultChannel`. Without either, only the app sees the file. */
  channel: channelName.optional(),
  /** The message that goes with the file, in Slack's markup. */
  initial_comment: z.string().min(1).max(4000).optional(),
  thread_ts: messageTs().optional(),
});
export type Upload = z.output<typeof upload>;

export interface UploadedFile {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** @throws Problem invalid_request naming the wrong or missing field; payload_too_large */
export async function readUploadedFile({ file, content, filename }: Upload): Promise<UploadedFile> {
  if (file !== undefined && content !== undefined)
    throw invalidField("content", "stands beside file: send one of them.");
  const given = file ?? content;
  const field = content === undefined ? "file" : "content";
  if (given === undefined) throw invalidField("file", "is needed.");
  const bytes = typeof given === "string" ? decodeBase64(given, field) : new Uint8Array(await given.arrayBuffer());
  if (bytes.length === 0) throw invalidField(field, "is empty.");
  if (bytes.length > maxFileBytes) {
    throw new Problem("payload_too_large", { detail: "A file may have up to 4.5 MB; a request holds no more." });
  }
  return { bytes, name: toSafeFileName(filename ?? (typeof given === "string" ? undefined : given.name)) };
}

/** RFC 4648, in either alphabet; line breaks are allowed. */
function decodeBase64(text: string, field: string): Uint8Array {
  const packed = text.replace(/\s+/g, "");
  const padded = packed.length % 4 === 0 || !packed.endsWith("=");
  if (/[^A-Za-z0-9+/_=-]|=[^=]/.test(packed) || packed.length % 4 === 1 || !padded)
    throw invalidField(field, "is not base64.");
  return new Uint8Array(Buffer.from(packed, "base64"));
}

const maxNameLength = 255;

/** The last part of a path, without control characters and characters that change the text direction. */
export function toSafeFileName(given: string | undefined): string {
  if (given === undefined) throw invalidField("filename", "is needed.");
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const name = last
    .toWellFormed()
    .replace(/\p{Cc}|\p{Bidi_Control}/gu, "")
    .trim();
  if (/^\.{0,2}$/.test(name)) throw invalidField("filename", "is not a file's name.");
  if (name.length > maxNameLength) throw invalidField("filename", `has up to ${maxNameLength} characters.`);
  return name;
}

const invalidField = (field: string, what: string) =>
  new Problem("invalid_request", { detail: `${field}: ${what}`, members: { field } });
