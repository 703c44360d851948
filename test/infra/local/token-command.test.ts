import { execFile } from "node:child_process";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIdentityProvider } from "../../../infra/local/identity-provider/start.ts";
import { computePorts, findFreePort } from "../../../infra/local/ports.ts";

const command = join(import.meta.dirname, "../../../infra/local/token-command.ts");
const offset = computePorts(0).identityProvider;
let base = 0;
let close = async () => {};

beforeAll(async () => {
  const port = await findFreePort();
  base = port - offset;
  const pageOrigin = `http://localhost:${base}`;
  ({ close } = await startIdentityProvider({ port, pageOrigin, audience: "patchbay" }));
});
afterAll(() => close());

function run(words: readonly string[], at = base): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATCHBAY_PORT_BASE: String(at) };
    execFile(process.execPath, [command, ...words], { env }, (failure, out, error) =>
      resolve({ code: failure ? 1 : 0, out, error }),
    );
  });
}

test("prints a token of the demo user, and how to use it beside", async () => {
  const { code, out, error } = await run(["ada"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(decodeJwt(out.trim())).toMatchObject({ sub: "ada", org: "acme", aud: "patchbay" });
  expect(error).toContain(`http://localhost:${base}/api/integrations`);
  expect(error).not.toContain(out.trim());
});

test.each([[[]], [["mallory"]]])("names the users who exist for %j", async (words) => {
  expect(await run(words)).toEqual({
    code: 1,
    out: "",
    error: expect.stringContaining("Which user? One of ada (Ada Acme, acme), ben (Ben Acme, acme),"),
  });
});

test("says that the stack must be started first", async () => {
  const free = (await findFreePort()) - offset;
  expect(await run(["ada"], free)).toEqual({
    code: 1,
    out: "",
    error: `No identity provider answers at http://localhost:${free + offset}. Start the stack with "npm run dev" first; if it runs on other ports, set PATCHBAY_PORT_BASE as there.\n`,
  });
});

test("has a help", async () => {
  expect((await run(["--help"])).out).toContain("Usage: npm run token -- [--port-base <port>] <user>");
});
