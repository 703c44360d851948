import { expect, test } from "vitest";
import { parseTeamId } from "../../lib/web/panels/figma/team-id.ts";
import { parseSender } from "../../lib/web/panels/gmail/sender.ts";
import { measureBusyMs } from "../support/busy.ts";

test.each([
  ["1234567890", "1234567890"],
  ["  42 ", "42"],
  ["https://www.figma.com/files/team/1234/Acme", "1234"],
  ["https://www.figma.com/files/99/team/1234?fuid=7", "1234"],
  ["figma.com/files/team/1234", "1234"],
  ["https://www.figma.com/design/AbC123/Home", ""],
  ["https://www.figma.com/files/team/12x4", ""],
  ["team 1234", ""],
  ["", ""],
  ["1".repeat(33), ""],
])("extracts the team id from %j", (pasted, team) => {
  expect(parseTeamId(pasted)).toBe(team);
});

test.each([
  ['"Bitdiddle, Ben" <ben@acme.example>', "Bitdiddle, Ben"],
  ["Cleo Globex <cleo@globex.example>", "Cleo Globex"],
  ["<ada@acme.example>", "ada@acme.example"],
  ["ada@acme.example", "ada@acme.example"],
  ["", "Unknown sender"],
])("extracts the sender from %j", (from, name) => {
  expect(parseSender(from)).toBe(name);
});

test("parses hostile input quickly", async () => {
  const busy = await measureBusyMs(() => {
    parseSender(`"${" ".repeat(100_000)}`);
    parseTeamId("/team/".repeat(20_000));
  });
  expect(busy).toBeLessThan(500);
});
