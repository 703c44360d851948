import { describe, expect, it } from "vitest";
import { findDueDate } from "../../lib/insights/find-due-date.ts";

const tuesday = new Date("2026-03-10T09:30:00Z");
const due = (sentence: string, more: Partial<Parameters<typeof findDueDate>[1]> = {}) =>
  findDueDate(sentence, { language: "en", sentAt: tuesday, timeZone: "Europe/Berlin", ...more });

describe("a deadline", () => {
  it.each([
    ["please do it by Friday", "2026-03-13"],
    ["please do it by EOD", "2026-03-10"],
    ["please do it by EOD Thursday", "2026-03-12"],
    ["please do it tomorrow 14:00", "2026-03-11T14:00:00+01:00"],
    ["before the release on 3 May", "2026-05-03"],
    ["by end of week", "2026-03-13"],
    ["by next week", "2026-03-20"],
    ["by the end of the month", "2026-03-31"],
    ["the day after tomorrow", "2026-03-12"],
    ["by 5pm tmrw", "2026-03-11T17:00:00+01:00"],
    ["could you swap with me on the 24th?", "2026-03-24"],
    ["before the 3rd", "2026-04-03"],
    ["by Sept 18", "2026-09-18"],
    ["by 18.03.", "2026-03-18"],
    ["by end of April", "2026-04-30"],
    ["within a week", "2026-03-17"],
    ["before the weekend", "2026-03-13"],
    ["the call is tomorrow at 3", "2026-03-11T15:00:00+01:00"],
    ["in 2 hours", "2026-03-10T12:30:00+01:00"],
    ["the talk is on Monday, send it by Thursday", "2026-03-12"],
    ["book the trip (out Mon 30 March, back Wed 1 April) today", "2026-03-10"],
    ["restart web-07 today", "2026-03-10"],
    ["get the slides ready for tomorrow", "2026-03-11"],
    ["before lunch", "2026-03-10"],
    ["ready before Friday's call", "2026-03-13"],
    ["could you cover my 2pm tour on Saturday?", "2026-03-14T14:00:00+01:00"],
    ["update slides 3 to 6 by March 19th", "2026-03-19"],
    ["by Friday 20 March, 12 noon", "2026-03-20T12:00:00+01:00"],
    ["before the review at half past nine tomorrow", "2026-03-11T09:30:00+01:00"],
    ["by half three today", "2026-03-10T15:30:00+01:00"],
    ["by the end of CW 13", "2026-03-27"],
    ["move Friday's call to Monday at 10", "2026-03-16T10:00:00+01:00"],
  ])("%s: %s", (sentence, expected) => expect(due(sentence)).toBe(expected));

  it.each([
    ["it has been broken since Monday"],
    ["the holiday I filed for 24 April"],
    ["as we said last week"],
    ["as discussed on 3 March 2026"],
    ["approve the minutes"],
    ["chapters 1 and 2 of version 2.1.0"],
    ["you may start"],
    ["it takes 5 min"],
    ["look at slides 4–9"],
    ["3/4 of the users"],
    ["fix the 2nd chart"],
    ["when you have a minute"],
    ["it is too slow now"],
    ["get a second opinion"],
    ["run it again, it was stuck at 3am"],
    ["look at #1203 and v4.17.20"],
    ["order lunch for the guests"],
    ["see https://example.com/2026-04-01/notes"],
    ["in 90000000 days"],
    ["in 99999999999999 hours"],
  ])("is not in: %s", (sentence) => expect(due(sentence)).toBeUndefined());
});

describe("time zones", () => {
  it("keeps the offset of the day it is due, not of the day it was said", () => {
    expect(due("by 30 March 18:00")).toBe("2026-03-30T18:00:00+02:00");
  });

  it("reads a time that the clock skips with the offset before the change", () => {
    expect(due("at 02:30 on 29 March")).toBe("2026-03-29T03:30:00+02:00");
  });

  it("reads a time that comes twice as the first", () => {
    expect(due("at 02:30 on 25 October")).toBe("2026-10-25T02:30:00+02:00");
  });

  it("knows that today is already tomorrow in Tokyo", () => {
    const late = { sentAt: new Date("2026-03-10T16:20:00Z"), timeZone: "Asia/Tokyo" };
    expect(due("reply today", late)).toBe("2026-03-11");
  });

  it("turns a time of a named zone into the reader's", () => {
    expect(due("tomorrow at 12:00 UTC")).toBe("2026-03-11T13:00:00+01:00");
  });

  it("has offsets of half an hour, and west of Greenwich", () => {
    expect(due("tomorrow 9am", { timeZone: "Asia/Kolkata" })).toBe("2026-03-11T09:00:00+05:30");
    expect(due("tomorrow 9am", { timeZone: "America/St_Johns" })).toBe("2026-03-11T09:00:00-02:30");
  });

  it("reads 3/4 as April, and as March in America", () => {
    expect(due("by 3/4/2027")).toBe("2027-04-03");
    expect(due("by 3/4/2027", { timeZone: "America/Chicago" })).toBe("2027-03-04");
  });

  it("takes UTC for a zone that nobody knows", () => {
    expect(due("tomorrow 9am", { timeZone: "Mars/Olympus" })).toBe("2026-03-11T09:00:00+00:00");
  });
});

it("is not read where nobody knows when it was said", () => {
  expect(due("by Friday", { sentAt: new Date(Number.NaN) })).toBeUndefined();
});

describe("other languages", () => {
  it.each([
    ["de", "bis zum 20. März", "2026-03-20"],
    ["de", "bis Donnerstag, 16 Uhr", "2026-03-12T16:00:00+01:00"],
    ["de", "bis Ende der Woche", "2026-03-13"],
    ["de", "bis Do. 12 Uhr", "2026-03-12T12:00:00+01:00"],
    ["de", "bis 24.3.", "2026-03-24"],
    ["de", "bis Mittwoch, 18.3., 12 Uhr", "2026-03-18T12:00:00+01:00"],
    ["de", "bis zum 25.", "2026-03-25"],
    ["de", "heute bis 16 Uhr", "2026-03-10T16:00:00+01:00"],
    ["de", "bis Freitagmittag", "2026-03-13T12:00:00+01:00"],
    ["de", "bis Donnerstagabend", "2026-03-12"],
    ["de", "innerhalb von 7 Tagen", "2026-03-17"],
    ["de", "bis Ende April", "2026-04-30"],
    ["fr", "avant vendredi midi", "2026-03-13T12:00:00+01:00"],
    ["fr", "avant le 30", "2026-03-30"],
    ["fr", "jeudi 19 à 14h", "2026-03-19T14:00:00+01:00"],
    ["fr", "sous 3 jours", "2026-03-13"],
    ["fr", "avant 17 h", "2026-03-10T17:00:00+01:00"],
    ["fr", "d'ici fin mars", "2026-03-31"],
    ["es", "antes del 30", "2026-03-30"],
    ["es", "el martes 24", "2026-03-24"],
    ["es", "mañana al mediodía", "2026-03-11T12:00:00+01:00"],
    ["es", "antes de las 15h", "2026-03-10T15:00:00+01:00"],
    ["es", "a las 5 de la tarde", "2026-03-10T17:00:00+01:00"],
    ["es", "a finales de abril", "2026-04-30"],
    ["fr", "demain à 14h", "2026-03-11T14:00:00+01:00"],
    ["fr", "avant vendredi", "2026-03-13"],
    ["fr", "avant la fin du mois", "2026-03-31"],
    ["es", "antes del 15 de abril", "2026-04-15"],
    ["es", "pasado mañana", "2026-03-12"],
  ])("%s: %s", (language, sentence, expected) => expect(due(sentence, { language })).toBe(expected));

  it.each([
    ["de", "Version 3.2. ist da"],
    ["de", "am 2. Tag"],
    ["fr", "les pages 4 à 9"],
    ["es", "5 min máx. por equipo"],
  ])("%s: nothing is due in %s", (language, sentence) => expect(due(sentence, { language })).toBeUndefined());
});

describe("half hours and calendar weeks", () => {
  it.each([
    ["de", "bitte morgen um halb zehn", "2026-03-11T09:30:00+01:00"],
    ["de", "bis Ende KW 13", "2026-03-27"],
    ["de", "bis Anfang KW 13", "2026-03-23"],
    ["de", "bis KW 3", "2027-01-22"],
    ["fr", "demain à neuf heures et demie", "2026-03-11T09:30:00+01:00"],
    ["es", "mañana a las nueve y media", "2026-03-11T09:30:00+01:00"],
  ])("in %s: %s", (language, sentence, expected) => expect(due(sentence, { language })).toBe(expected));

  it.each(["half the slides are missing", "half of Friday's team", "at half price"])("not in: %s", (sentence) => {
    expect(due(sentence)?.includes("T")).not.toBe(true);
  });
});
