import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { branch } from "../../lib/providers/github/branches.ts";
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
  async ({ user, origin, path, query }) => {
    const { account, limit, pageToken, ...filters } = query;
    const list = { path: `${repositoryAt(path)}/branches`, filters, limit, pageToken };
    const { items, ...next } = await listGithub(provider, { user, origin, account }, list, branch());
    return ok({ branches: items, ...next });
  },
);
