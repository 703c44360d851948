import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { taskNotification } from "../../lib/providers/slack/card-requests.ts";
import { taskCard } from "../../lib/providers/slack/cards.ts";
import { postCard, postedCard } from "../../lib/providers/slack/post-card.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Tells a Slack channel of a task, whose it is and by when, as a card of the bot.",
  query: accountQuery(),
  body: taskNotification,
  answer: postedCard,
  limit: perMinute("write"),
  once: oncePerKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, query: { account }, body }) => {
  const { channel, assignee, mentions = [] } = body;
  const posted = await postCard(
    provider,
    { user, origin, account },
    {
      channel,
      people: assignee ? [assignee, ...mentions] : mentions,
      card: (mention, now) => taskCard(body, mention, now),
    },
  );
  return ok(posted);
});
