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
  payload: z
    .object({
      headers: z.array(header).default([]),
      mimeType: z.string().optional(),
      body: body.optional(),
      parts: z.array(part).optional(),
    })
    .optional(),
});

export const messageList = z.object({
  messages: z.array(z.object({ id: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

/** A message as the clients of /api/v2/gmail know it. */
export function messageView({ id, threadId, labelIds, snippet, payload }: z.output<typeof rawMessage>) {
  const headers = new Map(payload?.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  return {
    id,
    threadId,
    from: headers.get("from") ?? "",
    to: headers.get("to") ?? "",
    subject: headers.get("subject") ?? "",
    date: headers.get("date") ?? "",
    snippet,
    body: payload ? plainText(payload) : "",
    labelIds,
  };
}

/** The first text/plain part, in the order the sender put them. */
function plainText({ mimeType, body: content, parts }: Part): string {
  if (parts === undefined || parts.length === 0) {
    const isText = mimeType === undefined || mimeType === "text/plain";
    return isText && content?.data ? Buffer.from(content.data, "base64url").toString("utf8") : "";
  }
  return parts.map(plainText).find((text) => text !== "") ?? "";
}
