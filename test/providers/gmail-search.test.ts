import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { searchMessages } from "../../lib/providers/gmail/search.ts";
import { farEnd, json } from "../http/far-end.ts";
import { moved } from "./moved.ts";

const end = await farEnd();
afterAll(() => end.close());

const ids = Array.from({ length: 35 }, (_, at) => `m${at}`);
let underWay = 0;
let most = 0;

beforeEach(() => {
  end.play = (response, asked) => {
    const id = /messages\/(\w+)/.exec(asked.path)?.[1];
    if (id === undefined) return json({ messages: ids.map((listed) => ({ id: listed })) })(response, asked);
    most = Math.max(most, ++underWay);
    const play = id === "m3" ? json({ error: { code: 404 } }, 404) : json({ id, threadId: "t" });
    setTimeout(() => {
      underWay--;
      play(response, asked);
    }, 10);
  };
});

const search = async () => {
  const provider = moved(gmail, end.url);
  return (await searchMessages({ provider, token: "t", fetch }, {})).messages.map(({ id }) => id);
};

test("leaves out a message that was deleted since it was listed, and keeps the order of the others", async () => {
  expect(await search()).toEqual(ids.filter((id) => id !== "m3"));
});

test("asks for ten messages at a time, as Gmail limits what one person may ask at once", async () => {
  most = 0;
  await search();
  expect(most).toBe(10);
});
