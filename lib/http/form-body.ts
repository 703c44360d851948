// A request body that may contain a file: multipart/form-data or JSON.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Problem } from "../errors.ts";
import { findTextFault, parseJson, rejectField } from "./json-body.ts";
import { checkEncoding, readBodyBytes } from "./request.ts";

export interface FormBody {
  /** Input of the endpoint's schema; files are `File` objects. */
  readonly fields: unknown;
  /** The same content without boundaries, which differ when a client repeats a request. */
  readonly content: readonly (string | Uint8Array)[];
}

/** Lambda's limit for an event, in which the gateway encodes binary bodies as base64. */
const maxBytes = 6 * 1024 * 1024;
/** A form has a file and a few fields. Reading a part takes far longer than counting it. */
const maxParts = 100;

/** Reads a form or JSON. @throws Problem unsupported_media_type, payload_too_large; invalid_request naming the body */
export async function readFormBody(event: APIGatewayProxyEventV2): Promise<FormBody> {
  const contentType = event.headers["content-type"] ?? "";
  const [type] = contentType.split(";").map((part) => part.trim().toLowerCase());
  const isJson = type === "application/json";
  if (!isJson && type !== "multipart/form-data") {
    throw new Problem("unsupported_media_type", { detail: "Send multipart/form-data or application/json." });
  }
  const bytes = readBodyBytes(event);
  if (bytes.length > maxBytes) throw new Problem("payload_too_large");
  if (isJson) return { fields: parseJson(checkEncoding(event, bytes)), content: [bytes] };
  const parts = [...(await parseForm(bytes, contentType))];
  for (const [name, value] of parts) checkPart(name, value, bytes);
  const content = await Promise.all(parts.map(([name, value]) => toComparableContent(name, value)));
  return { fields: Object.fromEntries(parts), content: content.flat() };
}

async function parseForm(bytes: Buffer, type: string): Promise<FormData> {
  // An async function, since a content type that is not a valid header value throws synchronously.
  const read = async () => new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const form = await read().catch(() => undefined);
  if (form === undefined) throw rejectBody("The body is not a form as its content type says.");
  const names = [...form.keys()];
  if (names.length > maxParts)
    throw new Problem("payload_too_large", { detail: `The form has more than ${maxParts} parts.` });
  if (new Set(names).size < names.length) throw rejectBody("A part of the form came more than once.");
  return form;
}

/** The parser puts U+FFFD for wrong bytes: a text that has one must stand in the body as it is. */
function checkPart(name: string, value: string | File, bytes: Buffer): void {
  for (const text of [name, typeof value === "string" ? value : value.name]) {
    const fault = text.includes("\ufffd") && !bytes.includes(text) ? "is not UTF-8." : findTextFault(text);
    if (fault !== undefined) throw rejectField(name, fault);
  }
}

async function toComparableContent(name: string, value: string | File): Promise<readonly (string | Uint8Array)[]> {
  if (typeof value === "string") return ["text", name, value];
  return ["file", name, value.name, value.type, new Uint8Array(await value.arrayBuffer())];
}

const rejectBody = (detail: string) => new Problem("invalid_request", { detail, members: { field: "body" } });
