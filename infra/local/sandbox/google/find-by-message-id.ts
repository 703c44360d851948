// Gmail's search by Message-ID, `q=rfc822msgid:…`, which the emulator does not support.
import { z } from "zod";
import type { Emulator } from "../emulator.ts";
import { type Answer, jsonAnswer } from "../exchange.ts";
import { adminToken } from "./seed.ts";

const listSchema = z.object({ messages: z.array(z.object({ id: z.string(), threadId: z.string() })) });
const headersSchema = z.object({
  payload: z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })) }),
});

/** @param q a search by Message-ID, without the brackets around it */
export async function findByMessageId(emulator: Emulator, account: string, q: string): Promise<Answer> {
  const wanted = `<${q.replace(/^rfc822msgid:/, "")}>`;
  const ask = async (path: string): Promise<unknown> => {
    return (await emulator.ask("GET", `/gmail/v1/users/me/messages${path}`, adminToken(account))).json();
  };
  for (const message of listSchema.parse(await ask("?maxResults=500&includeSpamTrash=true")).messages) {
    const { headers } = headersSchema.parse(await ask(`/${message.id}?format=metadata`)).payload;
    const isIt = headers.some(({ name, value }) => name.toLowerCase() === "message-id" && value === wanted);
    if (isIt) return jsonAnswer({ messages: [message], resultSizeEstimate: 1 });
  }
  return jsonAnswer({ resultSizeEstimate: 0 });
}
