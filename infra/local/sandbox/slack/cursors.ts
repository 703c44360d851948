// Paging by cursor. The emulator's cursors are plain ids, and for one that it does not know it begins again at the top.
import { z } from "zod";
import { json } from "../messages.ts";
import { emulated, type Method } from "./method.ts";
import { slackError } from "./token.ts";

/** As Slack's look: what it says, in base64. */
export const cursorOf = (kind: string, value: string): string => Buffer.from(`${kind}:${value}`).toString("base64");

/** What a cursor of this kind says; undefined for one that Slack never gave. */
export function cursorSays(kind: string, cursor: string): string | undefined {
  const said = Buffer.from(cursor, "base64").toString("latin1");
  const value = said.slice(kind.length + 1);
  return said.startsWith(`${kind}:`) && cursorOf(kind, value) === cursor ? value : undefined;
}

const page = z.looseObject({ response_metadata: z.object({ next_cursor: z.string() }).optional() });

/** conversations.list and users.list. */
export const listed: Method = async (call) => {
  const given = call.asked.get("cursor") ?? "";
  const cursor = given === "" ? "" : cursorSays("next", given);
  if (cursor === undefined) return slackError("invalid_cursor");
  const answer = page.parse(await emulated(call, { ...Object.fromEntries(call.asked), cursor }));
  const next = answer.response_metadata?.next_cursor ?? "";
  return json(next === "" ? answer : { ...answer, response_metadata: { next_cursor: cursorOf("next", next) } });
};
