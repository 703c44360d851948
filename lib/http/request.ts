import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod";
import { Problem } from "../errors.ts";
import { findTextFault, parseJson, rejectField } from "./json-body.ts";

export interface Schemas {
  readonly path?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

type Part<T> = T extends z.ZodType ? z.output<T> : undefined;

export interface Parsed<S extends Schemas> {
  readonly path: Part<S["path"]>;
  readonly query: Part<S["query"]>;
  readonly body: Part<S["body"]>;
}

const maxBodyBytes = 1_000_000;

/** @param body reads a body that is not JSON of at most 1 MB @throws Problem invalid_request naming the first wrong field, never its value; payload_too_large */
export function parseRequest<S extends Schemas>(
  schemas: S,
  event: APIGatewayProxyEventV2,
  body = (): unknown => (isBodyOmitted(schemas.body, event) ? undefined : readJsonBody(event)),
): Parsed<S> {
  return {
    path: parsePart(schemas.path, () => checkTexts(event.pathParameters ?? {})),
    query: parsePart(schemas.query, () => checkTexts(event.queryStringParameters ?? {})),
    body: parsePart(schemas.body, body),
  } as Parsed<S>;
}

const isBodyOmitted = (schema: z.ZodType | undefined, { body }: APIGatewayProxyEventV2): boolean =>
  !body && schema?.safeParse(undefined).success === true;

function parsePart(schema: z.ZodType | undefined, read: () => unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(read());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw rejectField(issue?.path.join(".") || "request", issue?.message ?? "is not valid");
}

/** @throws Problem invalid_request for a value that cannot be stored or sent */
function checkTexts<T extends Readonly<Record<string, string | undefined>>>(parameters: T): T {
  for (const [name, value = ""] of Object.entries(parameters)) {
    const fault = findTextFault(value);
    if (fault !== undefined) throw rejectField(name, fault);
  }
  return parameters;
}

/** The body as bytes. The gateway encodes binary bodies as base64. */
export function readBodyBytes(event: APIGatewayProxyEventV2): Buffer {
  return Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
}

function readJsonBody(event: APIGatewayProxyEventV2): unknown {
  const bytes = readBodyBytes(event);
  if (bytes.length > maxBodyBytes) throw new Problem("payload_too_large");
  return parseJson(checkEncoding(event, bytes));
}

const replacementCharacter = Buffer.from("\ufffd");

/**
 * The bytes of a body in UTF-8. RFC 8259 section 8.1: JSON between systems has no other encoding. The gateway passes a body of
 * a text type decoded, with U+FFFD for each wrong byte, which makes it longer than its `Content-Length`.
 * @throws Problem invalid_request naming the header, or the body if it was something else
 */
export function checkEncoding({ headers, isBase64Encoded }: APIGatewayProxyEventV2, bytes: Buffer): Buffer {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(headers["content-type"] ?? "") ?? [];
  if (!/^utf-?8$/i.test(charset)) throw rejectField("content-type", "names a charset. Send UTF-8.");
  const sentLength = Number(headers["content-length"] ?? bytes.length);
  if (!isBase64Encoded && bytes.length !== sentLength && bytes.includes(replacementCharacter))
    throw rejectField("body", "is not UTF-8.");
  return bytes;
}

/** Reads the request's cookies from `cookies`, where API Gateway puts them, or from the `Cookie` header. */
export function parseCookies(event: APIGatewayProxyEventV2): ReadonlyMap<string, string> {
  const pairs = event.cookies ?? event.headers.cookie?.split(";") ?? [];
  return new Map(
    pairs
      .map((pair) => [pair, pair.indexOf("=")] as const)
      .filter(([, at]) => at > 0)
      .map(([pair, at]) => [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]),
  );
}
