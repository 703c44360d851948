import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { repositoryPath, unlinkRepository } from "../../lib/providers/github/links.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const schemas = { path: repositoryPath, query: accountQuery(), limit: perMinute("write") };

export const handler = userEndpoint(schemas, async ({ user, origin, path, query }) => {
  await unlinkRepository(provider, { user, origin, account: query.account, repository: path });
  return ok({ message: `${path.owner}/${path.repo} unlinked successfully` });
});
