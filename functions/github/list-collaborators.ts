import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { collaborator } from "../../lib/providers/github/api/lists.ts";
import { paging, readGithubList } from "../../lib/providers/github/api/read.ts";
import { repositoryApiPath, repositoryPath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

const query = z.object({ account, ...paging });

export const handler = userEndpoint(
  {
    about: "Lists who may work in a repository, and how far; only those who may push to it may ask.",
    path: repositoryPath,
    query,
    answer: () => z.object({ collaborators: z.array(collaborator()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryApiPath(request.path)}/collaborators`, item: collaborator() };
    const { items, ...next } = await readGithubList(provider, request, list);
    return ok({ collaborators: items, ...next });
  },
);
