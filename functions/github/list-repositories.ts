import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { githubGet } from "../../lib/providers/github/api.ts";
import { repository } from "../../lib/providers/github/repositories.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, limit: z.coerce.number().int().min(1).max(100).default(30) });

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const path = `/user/repos?sort=updated&per_page=${query.limit}`;
  const repositories = await callProvider(provider, { user, origin, account: query.account }, ({ token, fetch }) =>
    githubGet(provider, token, path, z.array(repository), fetch),
  );
  return ok({ repositories });
});
