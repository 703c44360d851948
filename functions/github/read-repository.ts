import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { repositoryExample } from "../../lib/providers/github/api/examples.ts";
import { flatSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { readGithubResource } from "../../lib/providers/github/api/read.ts";
import { repository } from "../../lib/providers/github/api/repositories.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Reads a repository.",
    path: repositoryPath,
    query: accountQuery(),
    answer: () => flatSchema("repository", repository(), repositoryExample),
  },
  async ({ user, origin, path, query: { account } }) => {
    const request = { user, origin, account };
    const found = await readGithubResource(provider, request, repositoryApiPath(path), repository());
    return ok(toFlatAnswer("repository", found));
  },
);
