import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { direction, state, word } from "../../lib/providers/github/filters.ts";
import { pull } from "../../lib/providers/github/lists.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({
  account,
  ...paging,
  state,
  base: word,
  head: word,
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
    const list = { path: `${repositoryAt(request.path)}/pulls`, item: pull() };
    const { items, ...next } = await listGithub(provider, request, list);
    return ok({ pulls: items, ...next });
  },
);
