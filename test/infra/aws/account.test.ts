import { beforeEach, describe, expect, it, vi } from "vitest";
import { findShellAccount, refuseOtherAccount, requireAccount } from "../../../infra/aws/account.ts";
import { createAwsCaller } from "../../../infra/aws/call-aws.ts";
import { startTestServer } from "../../support/test-server.ts";

const named = { stage: "prod", account: "111122223333", region: "eu-central-1" };
const identity = (account: string) =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const sts = await startTestServer();
const answerWith = (status: number, text: string) => {
  sts.play = (response) => void response.writeHead(status).end(text);
};

beforeEach(() => {
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: sts.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  }))
    vi.stubEnv(name, value);
  sts.requests.length = 0;
  return () => vi.unstubAllEnvs();
});

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
};

describe("a stage's account", () => {
  it("is compared with the caller's, and shown", async () => {
    answerWith(200, identity("111122223333"));
    const printed: string[] = [];
    const { account, region } = await requireAccount(named, (line) => printed.push(line));
    expect({ account, region }).toEqual({ account: "111122223333", region: "eu-central-1" });
    expect(printed).toEqual(["Stage prod: account 111122223333, region eu-central-1"]);
  });

  it("is another than the caller's: nothing goes on", async () => {
    answerWith(200, identity("999988887777"));
    await expect(requireAccount(named, () => {})).rejects.toThrow(
      "infra/stages/prod.ts belongs to the AWS account 111122223333, and you are signed in to 999988887777: set another AWS_PROFILE. Nothing was written.",
    );
  });

  it("cannot be told with credentials that have expired", async () => {
    answerWith(403, "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>");
    await expect(requireAccount(named, () => {})).rejects.toThrow(
      "AWS does not accept these credentials (403): sign in again, or set another AWS_PROFILE.",
    );
  });

  it("is asked for with the region of the file where the shell has none", async () => {
    answerWith(200, identity("111122223333"));
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    expect((await requireAccount(named, () => {})).region).toBe("eu-central-1");
  });
});

describe("refuseOtherAccount", () => {
  it.each([
    [{ stage: "prod" }, 'add: account: "111122223333", region: "eu-central-1".'],
    [{ ...named, region: undefined }, "does not say which AWS account and region it belongs to"],
    [{ ...named, region: "us-east-1" }, "belongs to the region us-east-1, and this shell works in eu-central-1"],
    [{ ...named, account: "000000000000" }, "belongs to the AWS account 000000000000"],
  ])("refuses %j", (stage, sentence) => {
    expect(refusal(() => refuseOtherAccount(stage, "111122223333", "eu-central-1"))).toContain(sentence);
  });

  it("accepts the account and region of the file", () => {
    expect(refusal(() => refuseOtherAccount(named, "111122223333", "eu-central-1"))).toBe("accepted");
  });
});

describe("a request to AWS", () => {
  it("is signed for its service and region, and repeated when AWS throttles", async () => {
    let count = 0;
    sts.play = (response) => void response.writeHead(++count === 1 ? 429 : 200).end("{}");
    const { status } = await createAwsCaller("eu-central-1")({ service: "lambda", method: "GET", path: "/a%20b" });
    expect(status).toBe(200);
    expect(sts.requests.map(({ path }) => path)).toEqual(["/a%20b", "/a%20b"]);
    expect(sts.requests[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=fake\/\d{8}\/eu-central-1\/lambda\/aws4_request/,
    );
  });

  it.each([
    ['{"__type":"ThrottlingException"}', 2],
    ["<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>", 2],
    ['{"__type":"ParameterNotFound"}', 1],
  ])("is answered with %s and status 400: sent %i times", async (text, times) => {
    let count = 0;
    sts.play = (response) => void (++count === 1 ? response.writeHead(400).end(text) : response.end("{}"));
    await createAwsCaller("eu-central-1")({ service: "ssm", method: "POST", path: "/", target: "A.B", body: "{}" });
    expect(sts.requests).toHaveLength(times);
  });
});

describe("the shell's account", () => {
  it("is that of its credentials, with its region", async () => {
    answerWith(200, identity("111122223333"));
    expect(await findShellAccount()).toEqual({ account: "111122223333", region: "eu-central-1" });
  });

  it("is unknown with credentials that have expired, and so is the region where the shell has none", async () => {
    answerWith(403, "<ErrorResponse/>");
    expect(await findShellAccount()).toEqual({ region: "eu-central-1" });
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    expect(await findShellAccount()).toEqual({});
  });
});
