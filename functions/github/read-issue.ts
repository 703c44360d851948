import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { issueExample } from "../../lib/providers/github/api/examples.ts";
import { flatSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { issueOrPull } from "../../lib/providers/github/api/issues.ts";
import { readGithubResource } from "../../lib/providers/github/api/read.ts";
import { issueApiPath, issuePath } from "../../lib/providers/github/api/repository-path.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Reads an issue, or a pull request as an issue: then `pull_request` is there.",
    path: issuePath,
    query: accountQuery(),
    answer: () => flatSchema("issue", issueOrPull(), issueExample),
  },
  async ({ user, origin, path, query: { account } }) => {
    const found = await readGithubResource(provider, { user, origin, account }, issueApiPath(path), issueOrPull());
    return ok(toFlatAnswer("issue", found));
  },
);
