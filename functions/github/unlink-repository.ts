import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { unlinkRepository } from "../../lib/providers/github/links.ts";
import { repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Stops following a repository: removes its webhook.",
    path: repositoryPath,
    query: accountQuery(),
    answer: () => z.object({ message: z.string() }),
    limit: perMinute("write"),
  },
  async ({ user, origin, path, query }) => {
    await unlinkRepository(provider, { user, origin, account: query.account, repository: path });
    return ok({ message: `${path.owner}/${path.repo} unlinked successfully` });
  },
);
