import { expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import {
  laterHistoryId,
  listMailsSince,
  readCurrentHistoryId,
  readHistoryPage,
} from "../../../lib/providers/gmail/api/history.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";

function answerInOrder(...answers: (object | number)[]) {
  const asked: URL[] = [];
  const fetch = async (input: string | URL | Request) => {
    asked.push(new URL(String(input)));
    const answer = answers.shift() ?? 500;
    return typeof answer === "number" ? new Response("{}", { status: answer }) : Response.json(answer);
  };
  return { access: { provider: gmail, token: "fake-token", fetch }, asked };
}

const messageAdded = (id: string, ...labelIds: string[]) => ({ message: { id, threadId: "t", labelIds } });

test("requests the changes after the stored id", async () => {
  const { access, asked } = answerInOrder({ historyId: "20" });
  expect(await readHistoryPage(access, "10")).toEqual({ arrived: [], upTo: "20", nextPageToken: undefined });
  expect(asked[0]?.pathname).toBe("/gmail/v1/users/me/history");
  expect(asked[0]?.searchParams.get("startHistoryId")).toBe("10");
  expect(asked[0]?.searchParams.getAll("historyTypes")).toEqual(["messageAdded", "labelAdded"]);
});

test("names each message once, and none that is a draft, spam, thrown away or only sent", async () => {
  const history = [
    {
      id: "11",
      messagesAdded: [
        messageAdded("a", "INBOX", "UNREAD"),
        messageAdded("draft", "DRAFT"),
        messageAdded("sent", "SENT"),
      ],
    },
    {
      id: "12",
      messagesAdded: [messageAdded("spam", "SPAM"), messageAdded("gone", "TRASH"), messageAdded("a", "INBOX")],
    },
    { id: "13", messagesAdded: [messageAdded("self", "SENT", "INBOX")] },
  ];
  const { access } = answerInOrder({ historyId: "20", history });
  expect((await readHistoryPage(access, "10")).arrived).toEqual(["a", "self"]);
});

test("a mail that comes out of spam is a new one; one that is only starred is not", async () => {
  const history = [
    { id: "11", labelsAdded: [{ ...messageAdded("rescued", "INBOX"), labelIds: ["INBOX"] }] },
    { id: "12", labelsAdded: [{ ...messageAdded("starred", "INBOX", "STARRED"), labelIds: ["STARRED"] }] },
  ];
  const { access } = answerInOrder({ historyId: "20", history });
  expect((await readHistoryPage(access, "10")).arrived).toEqual(["rescued"]);
});

test("a page before the last reaches up to its last record only", async () => {
  const history = [{ id: "9" }, { id: "11" }];
  const { access } = answerInOrder({ historyId: "20", history, nextPageToken: "next" });
  expect(await readHistoryPage(access, "8", "this")).toEqual({ arrived: [], upTo: "11", nextPageToken: "next" });
});

test("an id that is too old is told apart from other refusals", async () => {
  const { access } = answerInOrder(404, 429);
  const [old, limited] = [
    await readHistoryPage(access, "1").catch(findProviderError),
    await readHistoryPage(access, "1").catch(findProviderError),
  ];
  expect([old, limited]).toMatchObject([{ kind: "absent" }, { kind: "rate" }]);
});

test("an answer whose id is no number is refused", async () => {
  const { access } = answerInOrder({ historyId: "20; drop" });
  expect(await readHistoryPage(access, "1").catch(findProviderError)).toMatchObject({ code: "answer_unexpected" });
});

test("lists the newest messages since a time, oldest first, no more than asked for", async () => {
  const page = (...ids: string[]) => ({ messages: ids.map((id) => ({ id })), nextPageToken: "more" });
  const { access, asked } = answerInOrder(page("e", "d", "c"), page("b", "a"));
  expect(await listMailsSince(access, 1_700_000_000, 4)).toEqual(["b", "c", "d", "e"]);
  expect(asked.map(({ searchParams }) => searchParams.get("maxResults"))).toEqual(["4", "1"]);
  expect(asked[0]?.searchParams.get("q")).toBe("after:1700000000");
});

test("an empty page ends the list", async () => {
  const { access } = answerInOrder({ nextPageToken: "for ever" });
  expect(await listMailsSince(access, 1, 200)).toEqual([]);
});

test("reads the mailbox's current history id", async () => {
  const { access } = answerInOrder({ emailAddress: "ada@example.com", historyId: "42" });
  expect(await readCurrentHistoryId(access)).toBe("42");
});

test("compares ids as numbers, however long they are", () => {
  expect(laterHistoryId("9", "10")).toBe("10");
  expect(laterHistoryId("18446744073709551615", "18446744073709551614")).toBe("18446744073709551615");
});
