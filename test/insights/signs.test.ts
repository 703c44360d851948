// Weak forms that need a second sign, and what only sounds like a request. None of these sentences is from the corpora.
import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { ada, ben, createSourceText } from "./create-source-text.ts";

const read = (text: string, more = {}) =>
  readInsights(createSourceText(text, { people: [ada, ben, { name: "Cleo Diaz" }], ...more })).actionItems;
const texts = (text: string, more = {}) => read(text, more).map((item) => item.text);

describe("a weak form alone is no request", () => {
  it.each([
    "Leave your badge at the desk when you go home.",
    "Contact the help desk.",
    "We have to escape the quotes, the parser chokes on them.",
    "Wir müssen halt damit leben",
    "Beachten Sie auch unsere Tageskarte.",
  ])("in a mail: %s", (text) => expect(texts(text, { kind: "mail" })).toEqual([]));

  it.each([
    "Don't mention it",
    "Gebt alles, ihr schafft das!",
    "Enter code 4411 at the side gate if you come after eight",
    "You need to hear her new record",
  ])("in a chat: %s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    ["a date", "Leave your badge at the desk by Friday."],
    ["who wants it", "Leave my badge at the desk."],
    ["thanks", "Leave the badge at the desk, thanks."],
    ["a name", "Ben, leave the badge at the desk."],
    ["a date for us", "We have to escape the quotes before Thursday."],
    ["the request before", "Please stay seated. Leave the belt closed."],
  ])("but with %s", (_, text) => expect(texts(text, { kind: "mail" }).at(-1)).toBe(text.split(/(?<=\.) /).at(-1)));

  it.each(["Release the spare pallets", "Move the ferns"])("but: %s", (text) => expect(texts(text)).toEqual([text]));
});

describe("what happens otherwise, what is said and which of two is no request", () => {
  it.each([
    "Otherwise we will have to close the pool on Sunday.",
    "Sonst müssen wir das Becken am Sonntag schließen.",
    "Sollte der Akku leer sein, rufen Sie den Hausmeister.",
    "hab der Werkstatt gesagt, sie soll bitte Montag anrufen",
    "wie soll ich das bitte tragen",
    "Nimmst du Tee oder Kaffee?",
    "Tu prends le bus ou le vélo ?",
    "please carry on, it was nothing",
    "Please don't change a word!",
    "Sprich ruhig mit ihr",
    "Log's on the share",
    "Drückt mir die Daumen!",
    "Kannst du Geige spielen?",
  ])("%s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    "Please close the pool, otherwise it freezes.",
    "wer kann bitte den Akku laden?",
    "Stellst du später den Farn raus, bitte?",
    "Räumst du später die Werkstatt auf?",
    "lädst du das noch hoch?",
    "kannst du mal gucken bitte?",
    "Ben, ten lista la sala para la visita",
    "morning all @ben can you water the ferns",
    "Wir dürfen Sie höflich bitten, den Akku zu laden.",
    "I'd be thrilled if you could lend us the drums.",
    "Badges have to be at the gate by Monday noon.",
    "Someone call the plumber, the sink leaks",
  ])("but: %s", (text) => expect(texts(text)).toEqual([text]));
});

it("a list of tasks may be announced in a few words before its colon", () => {
  expect(texts("todo before the fair: banners, badges")).toEqual(["todo before the fair: banners, badges"]);
});

describe("a review asks", () => {
  it.each([
    "This should use the shared palette",
    "Shouldn't this be a list?",
    "Let it throw and log it in the caller.",
    "The gap between the tiles should be 12",
    "Hier fehlt noch ein Testfall.",
    "The label needs to be translated.",
    "I would prefer a longer name here.",
    "Würde den Block nach oben ziehen.",
  ])("%s", (text) => expect(texts(text, { kind: "comment" })).toEqual([text]));

  it.each([
    "Das würde ich auch gern lesen",
    "whoa this palette is a dream",
    "Add a palette for the night (#318)",
    "We need to keep both names because old clients send them.",
  ])("but not: %s", (text) => expect(texts(text, { kind: "comment" })).toEqual([]));
});
