import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { messageQuery, searchMessages } from "../../../lib/providers/gmail/api/search.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { answer, answerEndlessly, json, type Play, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());

const ids = Array.from({ length: 35 }, (_, at) => `m${at}`);
let underWay = 0;
let maxAtOnce = 0;

beforeEach(() => {
  end.play = (response, asked) => {
    const id = /messages\/(\w+)/.exec(asked.path)?.[1];
    if (id === undefined) return json({ messages: ids.map((listed) => ({ id: listed })) })(response, asked);
    maxAtOnce = Math.max(maxAtOnce, ++underWay);
    const play = id === "m3" ? json({ error: { code: 404 } }, 404) : json({ id, threadId: "t" });
    setTimeout(() => {
      underWay--;
      play(response, asked);
    }, 100);
  };
});

const searchAll = async () =>
  (await searchMessages({ provider: withOrigin(gmail, end.url), token: "t", fetch }, { pageToken: "1" })).messages;
const search = async () => (await searchAll()).map(({ id }) => id);

test("leaves out a message that was deleted since it was listed, and keeps the order of the others", async () => {
  expect(await search()).toEqual(ids.filter((id) => id !== "m3"));
});

test("asks for ten messages at a time, as Gmail limits what one person may ask at once", async () => {
  maxAtOnce = 0;
  await search();
  expect(maxAtOnce).toBe(10);
});

test.each(["maxResults", "limit"])(
  "asks for no more messages than it may read, whatever %s Gmail takes",
  async (size) => {
    let path = "";
    end.play = (response, asked) => {
      path = asked.path;
      json({})(response, asked);
    };
    const access = { provider: withOrigin(gmail, end.url), token: "t", fetch };
    await searchMessages(access, messageQuery.parse({ [size]: "500" }));
    expect(new URL(path, end.url).searchParams.get("maxResults")).toBe("100");
  },
);

test("among many messages, only the headers of a very large one are read", async () => {
  const payload = { mimeType: "text/plain", body: { data: "YWFh".repeat(300_000) } };
  end.play = (response, asked) => {
    if (asked.path.includes("/messages?")) return json({ messages: [{ id: "m1" }, { id: "m2" }] })(response, asked);
    const isWhole = asked.path.includes("/m1") && !asked.path.includes("format=metadata");
    json({ id: "m", threadId: "t", ...(isWhole ? { payload } : { snippet: "s" }) })(response, asked);
  };
  const [large, other] = await searchAll();
  expect(large).toMatchObject({ snippet: "s", bodyTruncated: true });
  expect(other).not.toHaveProperty("bodyTruncated");
});

describe("what goes wrong with a page", () => {
  const refuse = (code: number, message: string, reason: string) =>
    json({ error: { code, message, errors: [{ message, domain: "global", reason }] } }, code);
  const answerListAndMails = (list: Play, each: Play = json({ id: "m0", threadId: "t" })): Play => {
    return (response, asked) => (asked.path.includes("/messages/") ? each : list)(response, asked);
  };

  test("a page token that Gmail does not know is the caller's error", async () => {
    end.play = answerListAndMails(refuse(400, "Invalid pageToken", "invalidArgument"));
    await expect(search()).rejects.toMatchObject({ code: "invalid_request", members: { field: "pageToken" } });
  });

  test.each<[string, Play, string]>([
    ["a mailbox that is switched off", refuse(400, "Precondition check failed.", "failedPrecondition"), "permanent"],
    ["a limit", refuse(403, "x", "rateLimitExceeded"), "rate"],
    ["a 429", answer(429), "rate"],
    ["a missing permission", refuse(403, "x", "insufficientPermissions"), "scope"],
    ["a 500", answer(500), "transient"],
    ["no JSON", answer(200, "<html>"), "permanent"],
    ["too much of it", answerEndlessly(6_000_000), "permanent"],
  ])("%s is classed", async (_, play, failure) => {
    end.play = answerListAndMails(play);
    expect(findProviderError(await search().catch((error: unknown) => error))?.kind).toBe(failure);
  });

  test("a page fails as a whole when one of its messages fails temporarily", async () => {
    end.play = answerListAndMails(json({ messages: [{ id: "m0" }, { id: "m1" }] }), answer(500));
    expect(findProviderError(await search().catch((error: unknown) => error))?.kind).toBe("transient");
  });

  test("a message too large to read is returned with its headers only", async () => {
    const head = { id: "m0", threadId: "t", payload: { headers: [{ name: "Subject", value: "Large" }] } };
    end.play = answerListAndMails(json({ messages: [{ id: "m0" }] }), (response, asked) =>
      (asked.path.endsWith("metadata") ? json(head) : answerEndlessly(6_000_000))(response, asked),
    );
    expect(await searchAll()).toMatchObject([{ subject: "Large", bodyTruncated: true }]);
  });

  test("a message that cannot be read at all is left out", async () => {
    end.play = answerListAndMails(json({ messages: [{ id: "m0" }] }), json({ id: 7 }));
    expect(await searchAll()).toEqual([]);
  });
});
