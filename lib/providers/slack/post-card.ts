import * as z from "zod";
import { callProvider, type DataRequest } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import { slackClient } from "./api.ts";
import type { Card } from "./card-blocks.ts";
import type { Mention } from "./cards.ts";
import { channelNeeded, channelOrDefault } from "./channel-choice.ts";
import { foundByEmail, foundByName, mentionOf } from "./mentions.ts";
import { postedMessage, postMessage } from "./messages.ts";

export const postedCard = () => z.object({ message: postedMessage(), accountId: z.string() });

interface CardRequest {
  readonly channel?: string | undefined;
  /** However they are named; those who are found are mentioned. */
  readonly people: readonly string[];
  readonly card: (mention: Mention, now: number) => Card;
}

/** Posts a card as the bot, once. @throws Problem, invalid_request where no channel is named */
export async function postCard(
  provider: Provider,
  request: DataRequest,
  { channel: named, people, card }: CardRequest,
): Promise<z.output<ReturnType<typeof postedCard>>> {
  const asBot = { ...request, set: "bot" };
  const channel = await channelOrDefault(provider, request, named);
  if (channel === undefined) throw channelNeeded();
  const byName = await foundByName(provider, asBot, people);
  return callProvider(provider, asBot, async ({ token, connection, fetch, now }) => {
    const client = slackClient(provider, token, fetch);
    const byEmail = await foundByEmail(client, people);
    const message = await postMessage(client, {
      channel,
      ...card(mentionOf(new Map([...byName, ...byEmail])), now()),
    });
    return { message, accountId: connection.accountId };
  });
}
