import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { readGithub } from "../../lib/providers/github/read.ts";
import { repository } from "../../lib/providers/github/repositories.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Reads a repository.",
    path: repositoryPath,
    query: accountQuery(),
    answer: () => z.object({ repository: repository() }),
  },
  async ({ user, origin, path, query: { account } }) =>
    ok({ repository: await readGithub(provider, { user, origin, account }, repositoryAt(path), repository()) }),
);
