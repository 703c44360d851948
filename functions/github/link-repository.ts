import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { linkAnswer, linkBody, linkRepository } from "../../lib/providers/github/linked-repositories.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Follows a repository's events: creates its webhook, or answers the link that is there already (200).",
    path: repositoryPath,
    query: accountQuery(),
    body: linkBody,
    answer: linkAnswer,
    status: 201,
    mayExist: true,
    limit: limitPerMinute("write"),
  },
  async ({ user, origin, path, query, body }) => {
    const request = { user, origin, account: query.account, repository: path };
    const { answer, isNew } = await linkRepository(provider, request, body);
    return ok(answer, { statusCode: isNew ? 201 : 200 });
  },
);
