// A Lambda can answer 6 MB, including the escaping of quotes in its body; with more, the invocation fails.
import { expect, test } from "vitest";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { createUseEvent } from "../connections/support/calls.ts";
import { startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";

resetBeforeEach();

const lambdaLimit = 6 * 1024 * 1024;

const file = (children: unknown[]) => ({
  name: "Large",
  lastModified: "2026-01-01T00:00:00Z",
  version: "1",
  document: { id: "0:0", children },
});

/** Small nodes: nearly every third character is a quote. */
const nodes = (bytes: number) => {
  const node = { id: "1:1", name: "a", type: "X" };
  return Array.from({ length: Math.floor(bytes / (JSON.stringify(node).length + 1)) }, () => node);
};

async function answerScripted(
  provider: "figma" | "gmail" | "github" | "calendar",
  path: string,
  body: unknown,
  times = 1,
) {
  const account = await connectAccount(provider);
  await getSandbox(provider).script({ path, body: JSON.parse(JSON.stringify(body)), times });
  const lambda = await startDataContainer(provider);
  return lambda.invoke(createUseEvent(account));
}

test("a Figma file over 5 MB is 413 and names what makes it smaller", async () => {
  const answer = await answerScripted("figma", "/v1/files/*", file(nodes(5_100_000)));
  expect(answer.statusCode).toBe(413);
  const { code, detail } = JSON.parse(answer.body ?? "");
  expect(code).toBe("payload_too_large");
  expect(detail).toMatch(/depth.*ids/);
});

test("a Figma file of 3 MB is answered whole", async () => {
  const answer = await answerScripted("figma", "/v1/files/*", file(nodes(3_000_000)));
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body ?? "").document.children.length).toBe(nodes(3_000_000).length);
});

test("a Figma file just under 5 MB never becomes an answer that Lambda refuses", async () => {
  const answer = await answerScripted("figma", "/v1/files/*", file(nodes(4_900_000)));
  expect(JSON.stringify(answer).length).toBeLessThan(lambdaLimit);
  expect([200, 413]).toContain(answer.statusCode);
});

test("GitHub repositories with endless descriptions never become an answer that Lambda refuses", async () => {
  const repository = {
    id: 1,
    name: "n",
    full_name: "o/n",
    private: false,
    html_url: "https://example.com",
    description: '"'.repeat(20_000),
    owner: { login: "o" },
  };
  const answer = await answerScripted(
    "github",
    "/user/repos",
    Array.from({ length: 100 }, () => repository),
  );
  expect(JSON.stringify(answer).length).toBeLessThan(lambdaLimit);
  expect([200, 413]).toContain(answer.statusCode);
});

test("a page of huge mails never becomes an answer that Lambda refuses", async () => {
  const account = await connectAccount("gmail");
  const data = Buffer.from("x".repeat(1_000_000)).toString("base64url");
  const mail = { id: "m", threadId: "t", payload: { mimeType: "text/plain", headers: [], body: { data } } };
  const messages = Array.from({ length: 8 }, () => ({ id: "m" }));
  await getSandbox("gmail").script({ path: "/gmail/v1/users/me/messages", body: { messages } });
  await getSandbox("gmail").script({ path: "/gmail/v1/users/me/messages/m", body: mail, times: 8 });
  const answer = await (await startDataContainer("gmail")).invoke(createUseEvent(account));
  expect(JSON.stringify(answer).length).toBeLessThan(lambdaLimit);
  expect([200, 413]).toContain(answer.statusCode);
});
