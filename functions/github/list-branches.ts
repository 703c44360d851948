import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { branch } from "../../lib/providers/github/lists.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, ...paging });

export const handler = userEndpoint(
  {
    about: "Lists a repository's branches and the commits they point to.",
    path: repositoryPath,
    query,
    answer: () => z.object({ branches: z.array(branch()), nextPageToken: z.string().optional() }),
  },
  async (request) => {
    const list = { path: `${repositoryAt(request.path)}/branches`, item: branch() };
    const { items, ...next } = await listGithub(provider, request, list);
    return ok({ branches: items, ...next });
  },
);
