import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { connectionId } from "../../../lib/store/connection.ts";
import { fc } from "../../support/properties.ts";

const { readNamedAccount, workspaceNames } = await import("../../../lib/providers/slack/api/named-workspace.ts");
const { newMessage } = await import("../../../lib/providers/slack/api/messages.ts");

const user = { tenant: "c#acme", user: "ada", isAdmin: false, isStageAdmin: false, name: undefined };
const toId = (teamId: string) => connectionId(user, "slack", teamId);
const one = toId("T1");

describe("the account that a request names", () => {
  test.each<[what: string, places: Parameters<typeof readNamedAccount>[2][], id: string | undefined]>([
    ["nothing", [{}, undefined], undefined],
    ["a connection", [{ account: one }], one],
    ["a workspace", [{ teamId: "T1" }], one],
    ["both of them", [{ account: one, teamId: "T1" }], one],
    ["the same in the query and in the body", [{ teamId: "T1" }, { account: one, teamId: "T1" }], one],
  ])("is found for %s", (_, places, id) => {
    expect(readNamedAccount(slack, user, ...places)).toBe(id);
  });

  test("is none where two are named, wherever they stand", () => {
    const id = fc.constantFrom("T1", "T2", "E1");
    const places = fc.array(fc.record({ teamId: id, account: id.map(toId) }, { requiredKeys: [] }), { maxLength: 3 });
    fc.assert(
      fc.property(places, (named) => {
        const ids = named.flatMap(({ account, teamId }) => [account, teamId && toId(teamId)]).filter(Boolean);
        const read = () => readNamedAccount(slack, user, ...named);
        if (new Set(ids).size > 1) expect(read).toThrow(expect.objectContaining({ code: "not_connected" }));
        else expect(read()).toBe(ids[0]);
      }),
    );
  });

  test("is one of this user, in this tenant, and no other's", () => {
    expect(readNamedAccount(slack, { ...user, user: "ben" }, { teamId: "T1" })).not.toBe(one);
    expect(readNamedAccount(slack, { ...user, tenant: "c#globex" }, { teamId: "T1" })).not.toBe(one);
    expect(readNamedAccount(slack, { ...user, tenant: "u#ada" }, { teamId: "T1" })).not.toBe(one);
  });
});

test.each([[""], [null], [["T1"]], [{ id: "T1" }], [1], [true], ["T".repeat(65)]])(
  "%j names no workspace in a query or a body",
  (teamId) => {
    expect(z.object(workspaceNames()).safeParse({ teamId }).success).toBe(false);
    expect(newMessage.extend(workspaceNames()).safeParse({ teamId, channel: "C1", text: "x" }).success).toBe(false);
  },
);
