// Paging by cursor. The emulator's cursors are plain ids, and it answers an unknown one with the first page.
import { z } from "zod";
import { jsonAnswer } from "../exchange.ts";
import { callEmulator, type Method } from "./method.ts";
import { slackError } from "./token.ts";

/** Encodes a cursor in Slack's form: base64. */
export const encodeCursor = (kind: string, value: string): string => Buffer.from(`${kind}:${value}`).toString("base64");

/** The value of a cursor of this kind; undefined for an invalid one. */
export function decodeCursor(kind: string, cursor: string): string | undefined {
  const decoded = Buffer.from(cursor, "base64").toString("latin1");
  const value = decoded.slice(kind.length + 1);
  return decoded.startsWith(`${kind}:`) && encodeCursor(kind, value) === cursor ? value : undefined;
}

const pageSchema = z.looseObject({ response_metadata: z.object({ next_cursor: z.string() }).optional() });

/** conversations.list and users.list. */
export const answerList: Method = async (call) => {
  const given = call.asked.get("cursor") ?? "";
  const cursor = given === "" ? "" : decodeCursor("next", given);
  if (cursor === undefined) return slackError("invalid_cursor");
  const answer = pageSchema.parse(await callEmulator(call, { ...Object.fromEntries(call.asked), cursor }));
  const next = answer.response_metadata?.next_cursor ?? "";
  return jsonAnswer(
    next === "" ? answer : { ...answer, response_metadata: { next_cursor: encodeCursor("next", next) } },
  );
};
