import * as z from "zod";
import type { Provider } from "../../../oauth/definition.ts";
import { callProvider, type DataRequest } from "../../../provider-client/data-endpoint.ts";
import { missingChannelProblem, readChannelOrDefault } from "../api/find-channel.ts";
import { postedMessage, postMessage } from "../api/messages.ts";
import { createSlackClient } from "../api.ts";
import type { Card } from "./blocks.ts";
import { createMentionFormatter, findIdsByEmail, findIdsByName } from "./mentions.ts";
import type { MentionFormatter } from "./request-cards.ts";

export const postedCard = () => z.object({ message: postedMessage(), accountId: z.string() });

interface CardRequest {
  readonly channel?: string | undefined;
  /** Given by id, email address or name; those who are found are mentioned. */
  readonly people: readonly string[];
  readonly card: (mention: MentionFormatter, now: number) => Card;
}

/** Posts a card as the bot, once. @throws Problem; invalid_request if there is no channel */
export async function postCard(
  provider: Provider,
  request: DataRequest,
  { channel: named, people, card }: CardRequest,
): Promise<z.output<ReturnType<typeof postedCard>>> {
  const { channel, request: asBot } = await readChannelOrDefault(provider, { ...request, set: "bot" }, named);
  if (channel === undefined) throw missingChannelProblem();
  const byName = await findIdsByName(provider, asBot, people);
  return callProvider(provider, asBot, async ({ token, connection, fetch, now }) => {
    const client = createSlackClient(provider, token, fetch);
    const byEmail = await findIdsByEmail(client, people);
    const message = await postMessage(client, {
      channel,
      ...card(createMentionFormatter(new Map([...byName, ...byEmail])), now()),
    });
    return { message, accountId: connection.accountId };
  });
}
