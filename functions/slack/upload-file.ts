import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { sharedFile, shareFile } from "../../lib/providers/slack/api/share-file.ts";
import { upload } from "../../lib/providers/slack/api/upload-request.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const contract = {
  about: "Shares a file of up to 4.5 MB in a Slack channel, as the app's bot.",
  accepts: "form",
  query: z.object(workspaceNames()),
  body: upload,
  answer: sharedFile,
  limit: limitPerMinute("write"),
  once: withIdempotencyKey(provider),
} as const;

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) =>
  ok(await shareFile(provider, { user, origin, account: readNamedAccount(provider, user, query, body) }, body)),
);
