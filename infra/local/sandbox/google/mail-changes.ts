// Finds the changes of a mailbox that a call made, and corrects the history ids of its answer.
import { z } from "zod";
import { type Answer, type Exchange, tryParseJson } from "../exchange.ts";
import type { Change, Mailbox } from "./mailbox.ts";

const messageSchema = z.object({ id: z.string(), threadId: z.string(), labelIds: z.array(z.string()).default([]) });
const labelsSchema = z.object({
  addLabelIds: z.array(z.string()).default([]),
  removeLabelIds: z.array(z.string()).default([]),
});

const addingPath =
  /^(?:\/upload)?\/gmail\/v1\/users\/[^/]+\/(?:messages|messages\/send|messages\/import|drafts\/send)$/;
const messagePath = /^\/gmail\/v1\/users\/[^/]+\/messages\/([^/]+)(?:\/(modify|trash|untrash))?$/;

/** `answered` is the parsed body of the answer. */
export function observeChanges({ method, path, body }: Exchange, answered: unknown): Omit<Change, "id">[] {
  if (method === "GET") return [];
  const [, id, what] = messagePath.exec(path) ?? [];
  if (method === "DELETE" && id !== undefined) {
    return [{ type: "messageDeleted", message: { id, threadId: id, labelIds: [] } }];
  }
  const parsed = messageSchema.safeParse(answered);
  if (!parsed.success) return [];
  if (addingPath.test(path)) return [{ type: "messageAdded", message: parsed.data }];
  if (what === undefined) return [];
  const { addLabelIds, removeLabelIds } = findChange(what, body);
  return [
    ...(addLabelIds.length > 0 ? [{ type: "labelAdded" as const, message: parsed.data, labelIds: addLabelIds }] : []),
    ...(removeLabelIds.length > 0
      ? [{ type: "labelRemoved" as const, message: parsed.data, labelIds: removeLabelIds }]
      : []),
  ];
}

function findChange(what: string, body: Buffer) {
  if (what === "trash") return { addLabelIds: ["TRASH"], removeLabelIds: [] };
  if (what === "untrash") return { addLabelIds: [], removeLabelIds: ["TRASH"] };
  return labelsSchema.parse(tryParseJson(body) ?? {});
}

/** Replaces the emulator's history ids by the id of each message's last change. */
export function restampHistoryIds(answer: Answer, { changes }: Mailbox): Answer {
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
