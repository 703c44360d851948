import { expect, test } from "vitest";
import {
  assignCalendars,
  foldCalendarIds,
  type ListedAccount,
} from "../../../lib/providers/calendar/calendar-choice.ts";

const entry = (id: string, accessRole = "reader") => ({ id, accessRole });
const ada: ListedAccount = {
  id: "1",
  main: "ada@example.com",
  calendars: [
    entry("ada@example.com", "owner"),
    entry("ben@example.com"),
    entry("team@group.example"),
    entry("busy@x.example", "freeBusyReader"),
  ],
};
const ben: ListedAccount = {
  id: "2",
  main: "ben@example.com",
  calendars: [entry("ben@example.com", "owner"), entry("team@group.example", "writer")],
};

test.each([
  ["duplicates, also in capitals", ["primary", "A@x.example", "a@X.example", "PRIMARY"], ["primary", "A@x.example"]],
  ["spaces around an id", [" a@x.example ", "a@x.example"], ["a@x.example"]],
  ["nothing", [], []],
])("folds %s", (_, ids, folded) => {
  expect(foldCalendarIds(ids).map((id) => id.toLowerCase())).toEqual(folded.map((id) => id.toLowerCase()));
});

test.each([
  ["the main calendar of each", ["primary"], { 1: ["primary"], 2: ["primary"] }, ["primary"]],
  ["one main calendar, by its address", ["Ada@Example.com"], { 1: ["primary"], 2: [] }, ["ada@example.com"]],
  ["a main one twice", ["primary", "ada@example.com"], { 1: ["primary"], 2: ["primary"] }, ["primary"]],
  ["a shared one that is the main one of another account", ["ben@example.com"], { 1: [], 2: ["primary"] }, undefined],
  ["one that both have", ["team@group.example"], { 1: ["team@group.example"], 2: [] }, undefined],
])("assigns %s", (_, ids, byAccount, shown = ids) => {
  expect(assignCalendars(ids, [ada, ben])).toEqual({ ids: shown, byAccount });
});

test.each([
  ["that no account has", "nobody@example.com", "is no calendar of a connected account"],
  ["of which only busy times are shown", "busy@x.example", "shows only when its owner is busy"],
  ["whose id could leave the path", "..", "is no calendar of a connected account"],
])("refuses one %s, by name", (_, id, sentence) => {
  expect(() => assignCalendars(["primary", id], [ada, ben])).toThrow(`calendars: “${id}” ${sentence}.`);
});

test("takes the account that may see the events of one that another may not", () => {
  const other = { ...ben, calendars: [...ben.calendars, entry("busy@x.example")] };
  expect(assignCalendars(["busy@x.example"], [ada, other]).byAccount).toEqual({ 1: [], 2: ["busy@x.example"] });
});
