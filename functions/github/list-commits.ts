import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { queryWord, time } from "../../lib/providers/github/api/filters.ts";
import { commit } from "../../lib/providers/github/api/lists.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({
  account,
  ...paging,
  sha: queryWord,
  path: queryWord,
  since: time,
  until: time,
  author: queryWord,
});

export const handler = userEndpoint(
  {
    about: "Lists a repository's commits, the latest first; a repository without any has an empty list.",
    path: repositoryPath,
    query,
    answer: () => z.object({ commits: z.array(commit()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const { items, ...next } = await readGithubList(provider, request, {
      path: `${repositoryApiPath(request.path)}/commits`,
      item: commit(),
      emptyStatus: 409,
    });
    return ok({ commits: items, ...next });
  },
);
