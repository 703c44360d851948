import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { linkBody, linkRepository, repositoryPath } from "../../lib/providers/github/links.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const schemas = { path: repositoryPath, query: accountQuery(), body: linkBody, limit: perMinute("write") };

export const handler = userEndpoint(schemas, async ({ user, origin, path, query, body }) => {
  const request = { user, origin, account: query.account, repository: path };
  const { link, isNew } = await linkRepository(provider, request, body.events);
  return ok({ link }, { statusCode: isNew ? 201 : 200 });
});
