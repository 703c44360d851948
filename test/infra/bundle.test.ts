import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleLambdas } from "../../infra/bundle.ts";

const run = promisify(execFile);

const entry = `
import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
export const handler = async (Name: string) => {
  const ssm = new SSMClient({ maxAttempts: 1 });
  try {
    await ssm.send(new GetParameterCommand({ Name }));
  } catch (error) {
    return [error instanceof ParameterNotFound, error instanceof Error && error.name];
  }
};`;

/** Calls the bundled handler and prints whether its import loaded the file system, and its call fetch. */
const call = `
const { handler } = await import(process.argv[1]);
const filesLoaded = process.moduleLoadList.includes("NativeModule fs/promises");
const answer = await handler(process.argv[2]);
const fetchLoaded = process.moduleLoadList.some((name) => name.includes("undici/undici"));
console.log(JSON.stringify({ answer, filesLoaded, fetchLoaded }));`;

let folder: string;
let aws: Server;
const credentials: string[] = [];

/** An AWS that refuses every parameter with the error that the parameter's name says. */
const refuse: Parameters<typeof createServer>[1] = async (request, response) => {
  credentials.push(/Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1] ?? "none");
  const body = JSON.parse((await request.toArray()).join(""));
  response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify({ __type: body.Name, message: "refused" }));
};

beforeAll(async () => {
  await mkdir(".local", { recursive: true });
  folder = await mkdtemp(".local/bundle-");
  await mkdir(join(folder, "functions"), { recursive: true });
  await writeFile(join(folder, "functions/read.ts"), entry);
  await writeFile(join(folder, "functions/part.ts"), "export const part = 1;");
  await bundleLambdas({ from: join(folder, "functions"), into: join(folder, "dist") });
  aws = createServer((request, response) => refuse(request, response));
  await new Promise<void>((resolve) => aws.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  aws.close();
  await rm(folder, { recursive: true, force: true });
});

async function callBundle(parameter: string): Promise<unknown> {
  const address = aws.address();
  const env = {
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    AWS_ACCESS_KEY_ID: "FROMTHEENVIRONMENT",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  const file = join(process.cwd(), folder, "dist/read/index.mjs");
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", call, file, parameter], { env });
  return JSON.parse(stdout);
}

describe("bundle", () => {
  it("creates an asset for each file that exports a handler, and for no other", async () => {
    expect((await readdir(join(folder, "dist"))).sort()).toEqual([".maps", "read"]);
    expect(await readdir(join(folder, "dist/read"))).toEqual(["index.mjs"]);
  });

  it("keeps the source maps outside of the assets", async () => {
    expect(await readdir(join(folder, "dist/.maps/read"))).toEqual(["index.mjs.map"]);
  });
});

describe("a bundle", () => {
  it("signs requests with the credentials of the environment", async () => {
    await callBundle("ParameterNotFound");
    expect(credentials.at(-1)).toBe("FROMTHEENVIRONMENT");
  });

  it("deserializes the error classes that the code names", async () => {
    expect(await callBundle("ParameterNotFound")).toMatchObject({ answer: [true, "ParameterNotFound"] });
  });

  it("keeps the name of other errors", async () => {
    expect(await callBundle("TooManyUpdates")).toMatchObject({ answer: [false, "TooManyUpdates"] });
  });

  it("loads fetch only when it is called", async () => {
    expect(await callBundle("x")).toMatchObject({ fetchLoaded: false });
  });

  it("does not load what only a dependency's unused part names", async () => {
    expect(await callBundle("x")).toMatchObject({ filesLoaded: false });
  });
});
