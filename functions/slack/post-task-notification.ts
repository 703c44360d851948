import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { postCard, postedCard } from "../../lib/providers/slack/cards/post-card.ts";
import { toTaskCard } from "../../lib/providers/slack/cards/request-cards.ts";
import { taskNotification } from "../../lib/providers/slack/cards/requests.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const contract = {
  about: "Tells a Slack channel of a task, whose it is and by when, as a card of the bot.",
  query: z.object(workspaceNames()),
  body: taskNotification,
  answer: postedCard,
  limit: limitPerMinute("write"),
  once: withIdempotencyKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const { channel, assignee, mentions = [] } = body;
  const posted = await postCard(
    provider,
    { user, origin, account: readNamedAccount(provider, user, query, body) },
    {
      channel,
      people: assignee ? [assignee, ...mentions] : mentions,
      card: (mention, now) => toTaskCard(body, mention, now),
    },
  );
  return ok(posted);
});
