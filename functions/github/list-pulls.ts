import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { direction, queryWord, state } from "../../lib/providers/github/api/filters.ts";
import { pull } from "../../lib/providers/github/api/lists.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({
  account,
  ...paging,
  state,
  base: queryWord,
  head: queryWord,
  sort: z.enum(["created", "updated", "popularity", "long-running"]).optional(),
  direction,
});

export const handler = userEndpoint(
  {
    about: "Lists a repository's pull requests.",
    path: repositoryPath,
    query,
    answer: () => z.object({ pulls: z.array(pull()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryApiPath(request.path)}/pulls`, item: pull() };
    const { items, ...next } = await readGithubList(provider, request, list);
    return ok({ pulls: items, ...next });
  },
);
