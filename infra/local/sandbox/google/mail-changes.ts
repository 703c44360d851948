// Which changes of a mailbox a call has made, and the history ids of what it answers.
import { z } from "zod";
import { type Answer, type Exchange, jsonOf } from "../messages.ts";
import type { Change, Mailbox } from "./mailbox.ts";

const message = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()).default([]) });
const labels = z.object({
  addLabelIds: z.array(z.string()).default([]),
  removeLabelIds: z.array(z.string()).default([]),
});

const added = /^(?:\/upload)?\/gmail\/v1\/users\/[^/]+\/(?:messages|messages\/send|messages\/import|drafts\/send)$/;
const one = /^\/gmail\/v1\/users\/[^/]+\/messages\/([^/]+)(?:\/(modify|trash|untrash))?$/;

/** `answered` is the answer's body, parsed. */
export function observe({ method, path, body }: Exchange, answered: unknown): Omit<Change, "id">[] {
  if (method === "GET") return [];
  const [, id, what] = one.exec(path) ?? [];
  if (method === "DELETE" && id !== undefined) {
    return [{ type: "messageDeleted", message: { id, threadId: id, labelIds: [] } }];
  }
  const parsed = message.safeParse(answered);
  if (!parsed.success) return [];
  if (added.test(path)) return [{ type: "messageAdded", message: parsed.data }];
  if (what === undefined) return [];
  const { addLabelIds, removeLabelIds } = changeOf(what, body);
  return [
    ...(addLabelIds.length > 0 ? [{ type: "labelAdded" as const, message: parsed.data, labelIds: addLabelIds }] : []),
    ...(removeLabelIds.length > 0
      ? [{ type: "labelRemoved" as const, message: parsed.data, labelIds: removeLabelIds }]
      : []),
  ];
}

function changeOf(what: string, body: Buffer) {
  if (what === "trash") return { addLabelIds: ["TRASH"], removeLabelIds: [] };
  if (what === "untrash") return { addLabelIds: [], removeLabelIds: ["TRASH"] };
  return labels.parse(jsonOf(body) ?? {});
}

/** The emulator's history ids are its own: in an answer each becomes that of the message's last change. */
export function restamp(answer: Answer, { changes }: Mailbox): Answer {
  const text = answer.body?.toString("utf8") ?? "";
  if (!text.includes('"historyId"')) return answer;
  const last = new Map(changes.map((change) => [change.message.id, change.id]));
  return { ...answer, body: JSON.stringify(JSON.parse(text, stamp)) };

  function stamp(_: string, value: unknown): unknown {
    if (typeof value !== "object" || value === null || !("historyId" in value)) return value;
    const id = "id" in value ? String(value.id) : "";
    return { ...value, historyId: String(last.get(id) ?? 4_199_000) };
  }
}
