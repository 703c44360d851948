// The shape of the messages that were held back until the rules were done. Nothing here reads them with the rules or prints what they
// say: failures name ids.
import { describe, expect, it } from "vitest";
import { type HalfName, type LabelledMessage, readCorpusHalf } from "./corpus/scored.ts";

const earlier: readonly HalfName[] = ["development", "held-back", "second-development"];
const readMessages = async (names: readonly HalfName[]) =>
  (await Promise.all(names.map(readCorpusHalf))).flatMap((half) => half.messages);

const halves = [
  {
    name: "second",
    messages: await readMessages(["second-held-back"]),
    others: await readMessages(earlier),
    id: /^u\d{3}$/,
  },
  {
    name: "third",
    messages: await readMessages(["third-held-back"]),
    others: await readMessages([...earlier, "second-held-back"]),
    id: /^v\d{3}$/,
  },
  {
    name: "fourth",
    messages: await readMessages(["fourth-held-back"]),
    others: await readMessages([...earlier, "second-held-back", "third-held-back"]),
    id: /^w\d{3}$/,
  },
  {
    name: "fifth",
    messages: await readMessages(["fifth-held-back"]),
    others: await readMessages([...earlier, "second-held-back", "third-held-back", "fourth-held-back"]),
    id: /^x\d{3}$/,
  },
  {
    name: "sixth",
    messages: await readMessages(["sixth-held-back"]),
    others: await readMessages([
      ...earlier,
      "second-held-back",
      "third-held-back",
      "fourth-held-back",
      "fifth-held-back",
    ]),
    id: /^y\d{3}$/,
  },
];

const normalize = ({ text }: LabelledMessage): string => text.toLowerCase().replace(/\s+/g, " ").trim();

const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$/;

describe.each(halves)("the $name held-back messages", ({ messages, others, id: ownId }) => {
  const listIds = (where: (message: LabelledMessage) => boolean) => messages.filter(where).map(({ id }) => id);
  const share = (where: (message: LabelledMessage) => boolean) => listIds(where).length / messages.length;

  it("are two hundred, each with an id of its own", () => {
    expect(messages).toHaveLength(200);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(200);
    expect(listIds(({ id }) => !ownId.test(id))).toEqual([]);
  });

  it("have their labels in the text", () => {
    expect(listIds(({ text, expected }) => expected.some(({ sentence }) => !text.includes(sentence)))).toEqual([]);
  });

  it("have due dates that are dates, and ask people that they name", () => {
    const isDate = (due: string) => date.test(due) && !Number.isNaN(Date.parse(due));
    expect(listIds(({ expected }) => expected.some(({ due }) => due !== undefined && !isDate(due)))).toEqual([]);
    const isNamed = ({ people = [] }: LabelledMessage, name: string) => people.some((person) => person.name === name);
    expect(
      listIds((message) => message.expected.some(({ assignee }) => assignee && !isNamed(message, assignee))),
    ).toEqual([]);
  });

  it.each([
    ["en", 0.45],
    ["de", 0.18],
    ["fr", 0.13],
    ["es", 0.13],
  ])("are in %s in a share of at least %d", (language, least) => {
    expect(share((message) => message.language === language)).toBeGreaterThanOrEqual(least);
  });

  it.each(["slack", "gmail", "calendar", "github", "figma"])("are also from %s", (provider) => {
    expect(share((message) => message.provider === provider)).toBeGreaterThanOrEqual(0.08);
  });

  it("ask for nothing in two messages of five", () => {
    expect(share(({ expected }) => expected.length === 0)).toBeGreaterThanOrEqual(0.4);
  });

  it("say nothing twice, and nothing that the other messages say", () => {
    const seen = new Set(others.map(normalize));
    const repeated = listIds((message) => seen.size === seen.add(normalize(message)).size);
    expect(repeated).toEqual([]);
  });
});
