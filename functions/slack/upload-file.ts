import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { sharedFile, shareFile } from "../../lib/providers/slack/share-file.ts";
import { upload } from "../../lib/providers/slack/upload-request.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Shares a file of up to 4.5 MB in a Slack channel, as the app's bot.",
  accepts: "form",
  query: accountQuery(),
  body: upload,
  answer: sharedFile,
  limit: perMinute("write"),
  once: oncePerKey(provider),
} as const;

export const handler = userEndpoint(contract, async ({ user, origin, query: { account }, body }) =>
  ok(await shareFile(provider, { user, origin, account }, body)),
);
