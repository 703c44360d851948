import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account } from "../../lib/oauth/data-endpoint.ts";
import { comment } from "../../lib/providers/github/comments.ts";
import { time } from "../../lib/providers/github/filters.ts";
import { listGithub, paging } from "../../lib/providers/github/read.ts";
import { issueAt, issuePath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = z.object({ account, ...paging, since: time });

export const handler = userEndpoint(
  {
    about: "Lists the comments on an issue or pull request, the oldest first.",
    path: issuePath,
    query,
    answer: () => z.object({ comments: z.array(comment()), nextPageToken: z.string().optional() }),
  },
  async ({ user, origin, path, query }) => {
    const { account, limit, pageToken, ...filters } = query;
    const list = { path: `${issueAt(path)}/comments`, filters, limit, pageToken };
    const { items, ...next } = await listGithub(provider, { user, origin, account }, list, comment());
    return ok({ comments: items, ...next });
  },
);
