// Searching a mailbox through the deployed stack.
import { beforeAll, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";

const path = "/api/v2/gmail";
const api = "/gmail/v1/users/me";

interface Page {
  readonly messages: readonly { readonly id: string }[];
  readonly nextPageToken?: string;
}

let ada: Account;
beforeAll(async () => {
  await getSandbox("gmail").reset();
  ada = await connectAccount("gmail");
});

test("a search answers its messages under both names, and what was searched for", async () => {
  const q = "review before friday";
  const answer = await ada.user.get(`${path}/search?${new URLSearchParams({ q })}`);
  expect(answer.status).toBe(200);
  const { success, data, timestamp: _, ...top } = answer.json as { success: boolean; data: Page; timestamp: string };
  const messages = [expect.objectContaining({ id: "msg_ada_review", subject: "Review before Friday" })];
  expect(data).toEqual({ messages, results: messages, query: q, count: 1 });
  expect([success, top]).toEqual([true, data]);
  const [listed] = await getSandbox("gmail").requests(`${api}/messages`);
  expect(listed?.query).toMatchObject({ q });
});

test("a search is paged as the list is", async () => {
  const first = (await ada.user.get(`${path}/search?q=label:odd&maxResults=2`)).json as Page;
  expect(first.messages).toHaveLength(2);
  const next = new URLSearchParams({ q: "label:odd", limit: "2", pageToken: first.nextPageToken ?? "" });
  const second = (await ada.user.get(`${path}/search?${next}`)).json as Page;
  const ids = [first, second].flatMap(({ messages }) => messages.map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
});
