import * as z from "zod";

const header = z.object({ name: z.string(), value: z.string() });
const body = z.object({ data: z.string().optional() });

interface Part {
  mimeType?: string | undefined;
  body?: z.output<typeof body> | undefined;
  parts?: Part[] | undefined;
}
const part: z.ZodType<Part> = z.lazy(() =>
  z.object({ mimeType: z.string().optional(), body: body.optional(), parts: z.array(part).optional() }),
);

/** developers.google.com/gmail/api/reference/rest/v1/users.messages */
export const rawMessage = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  snippet: z.string().default(""),
  /** When Gmail took it, epoch milliseconds. */
  internalDate: z.string().optional(),
  payload: z
    .object({
      headers: z.array(header).default([]),
      mimeType: z.string().optional(),
      body: body.optional(),
      parts: z.array(part).optional(),
    })
    .optional(),
});

export type RawMessage = z.output<typeof rawMessage>;

export const messageList = z.object({
  messages: z.array(z.object({ id: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

/** A message as the clients of /api/v2/gmail know it. */
export function messageView({ id, threadId, labelIds, snippet, payload }: RawMessage) {
  const headers = headersOf({ payload });
  return {
    id,
    threadId,
    from: headers.get("from") ?? "",
    to: headers.get("to") ?? "",
    subject: headers.get("subject") ?? "",
    date: headers.get("date") ?? "",
    snippet,
    body: payload ? textPart(payload, "text/plain") : "",
    labelIds,
  };
}

/** By their names in lower case. */
export const headersOf = ({ payload }: Pick<RawMessage, "payload">): Map<string, string> =>
  new Map(payload?.headers.map(({ name, value }) => [name.toLowerCase(), value]));

/** The first part of a kind, in the order the sender put them; a part that does not name its kind is plain text (RFC 2045). */
export function textPart({ mimeType, body: content, parts }: Part, kind: "text/plain" | "text/html"): string {
  if (parts === undefined || parts.length === 0) {
    const isWanted = (mimeType ?? "text/plain") === kind;
    return isWanted && content?.data ? Buffer.from(content.data, "base64url").toString("utf8") : "";
  }
  return parts.map((each) => textPart(each, kind)).find((text) => text !== "") ?? "";
}
