import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { time, word } from "../../lib/providers/github/filters.ts";
import { commit } from "../../lib/providers/github/lists.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, ...paging, sha: word, path: word, since: time, until: time, author: word });

export const handler = userEndpoint(
  {
    about: "Lists a repository's commits, the latest first; a repository without any has an empty list.",
    path: repositoryPath,
    query,
    answer: () => z.object({ commits: z.array(commit()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryAt(request.path)}/commits`, item: commit(), emptyAt: 409 };
    const { items, ...next } = await listGithub(provider, request, list);
    return ok({ commits: items, ...next });
  },
);
