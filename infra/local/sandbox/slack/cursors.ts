// Paging by cursor. The emulator's cursors are plain ids, and for one that it does not know it begins again at the top.
import { z } from "zod";
import { jsonAnswer } from "../exchange.ts";
import { callEmulator, type Method } from "./method.ts";
import { slackError } from "./token.ts";

/** As Slack's look: what it says, in base64. */
export const encodeCursor = (kind: string, value: string): string => Buffer.from(`${kind}:${value}`).toString("base64");

/** What a cursor of this kind says; undefined for one that Slack never gave. */
export function decodeCursor(kind: string, cursor: string): string | undefined {
  const said = Buffer.from(cursor, "base64").toString("latin1");
  const value = said.slice(kind.length + 1);
  return said.startsWith(`${kind}:`) && encodeCursor(kind, value) === cursor ? value : undefined;
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
