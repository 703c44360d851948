import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { projectUpdate } from "../../lib/providers/slack/card-requests.ts";
import { projectUpdateCard } from "../../lib/providers/slack/cards.ts";
import { postCard, postedCard } from "../../lib/providers/slack/post-card.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Posts a project's news to a Slack channel, as a card of the bot.",
  query: accountQuery(),
  body: projectUpdate,
  answer: postedCard,
  limit: perMinute("write"),
  once: oncePerKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, query: { account }, body }) => {
  const posted = await postCard(
    provider,
    { user, origin, account },
    {
      channel: body.channel,
      people: body.mentions ?? [],
      card: (mention, now) => projectUpdateCard(body, mention, now),
    },
  );
  return ok(posted);
});
