import * as z from "zod";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { unlinkRepository } from "../../lib/providers/github/linked-repositories.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Stops following a repository: removes its webhook.",
    path: repositoryPath,
    query: accountQuery(),
    answer: () => z.object({ message: z.string() }),
    limit: limitPerMinute("write"),
  },
  async ({ user, origin, path, query }) => {
    await unlinkRepository(provider, { user, origin, account: query.account, repository: path });
    return ok({ message: `${path.owner}/${path.repo} unlinked successfully` });
  },
);
