import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { collaborator } from "../../lib/providers/github/lists.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, ...paging });

export const handler = userEndpoint(
  {
    about: "Lists who may work in a repository, and how far; only those who may push to it may ask.",
    path: repositoryPath,
    query,
    answer: () => z.object({ collaborators: z.array(collaborator()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryAt(request.path)}/collaborators`, item: collaborator() };
    const { items, ...next } = await listGithub(provider, request, list);
    return ok({ collaborators: items, ...next });
  },
);
